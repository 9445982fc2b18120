// Encodes the content on stdin with somebody else's encoder. Arguments: the language, the columns. Bytes in hexadecimal on stdout.
import { readFileSync } from 'node:fs';
import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';

const [language, columns] = process.argv.slice(2);
const items = JSON.parse(readFileSync(0, 'utf8'));
const encoder = new ReceiptPrinterEncoder({ language, columns: Number(columns), feedBeforeCut: 0, newline: '\n',
  codepageCandidates: ['cp437', 'cp858', 'windows1252', 'cp852'] });
encoder.initialize().codepage('auto');
for (const item of items) {
  switch (item.kind) {
    case 'text':
      encoder.align(item.align).bold(item.bold).width(item.wide ? 2 : 1).height(item.tall ? 2 : 1).text(item.text).newline()
        .bold(false).width(1).height(1).align('left');
      break;
    case 'code128':
      encoder.align('center').barcode(item.content, 'code128', { height: 64, width: 2, text: true }).align('left');
      break;
    case 'ean13':
      encoder.align('center').barcode(item.content, 'ean13', { height: 64, width: 2, text: true }).align('left');
      break;
    case 'qr':
      encoder.align('center').qrcode(item.content, { model: 2, size: 5, errorlevel: 'm' }).align('left');
      break;
    case 'cut':
      encoder.cut('partial');
      break;
    case 'drawer':
      encoder.pulse(0, 100, 200);
      break;
    default:
      throw new Error(item.kind);
  }
}
process.stdout.write(Buffer.from(encoder.encode()).toString('hex'));
