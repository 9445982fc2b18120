// Reads the code in each PNG file that is named, with somebody else's reader. A line for each: its format and its content.
import { readFileSync } from 'node:fs';
import zxing from '@zxing/library';
import png from 'pngjs';

const hints = new Map([[zxing.DecodeHintType.TRY_HARDER, true], [zxing.DecodeHintType.CHARACTER_SET, 'UTF-8']]);
for (const path of process.argv.slice(2)) {
  const { width, height, data } = png.PNG.sync.read(readFileSync(path));
  const light = new Uint8ClampedArray(width * height);
  for (let i = 0; i < light.length; i++) light[i] = (data[4 * i] * 2 + data[4 * i + 1] * 5 + data[4 * i + 2]) >> 3;
  const bitmap = new zxing.BinaryBitmap(new zxing.HybridBinarizer(new zxing.RGBLuminanceSource(light, width, height)));
  const result = new zxing.MultiFormatReader().decode(bitmap, hints);
  console.log(`${zxing.BarcodeFormat[result.getBarcodeFormat()]} ${result.getText()}`);
}
