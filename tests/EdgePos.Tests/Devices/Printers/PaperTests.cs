using System.Buffers.Binary;
using CsCheck;
using EdgePos.Devices;
using EdgePos.Provisioning;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>The virtual printer's paper.</summary>
public sealed class PaperTests
{
    private static readonly Paper Sample = Print(
        new TextLine("Shop", Align.Centre, new TextStyle(Wide: true, Tall: true)), new ColumnsLine("Müsli", "2.50"), new CutPaper());

    [Fact]
    public void No_bytes_whatsoever_upset_the_machine() => Gen.Byte.Array[0, 200].Sample(
        bytes =>
        {
            var machine = new EscPosPaperMachine(48);
            foreach (byte value in bytes)
                machine.Take(value);
            _ = PaperText.Draw(machine.Hanging);
        }, iter: 10_000);

    // Half of the random bytes are beginnings of commands, so that their parameters are met too.
    [Fact]
    public void No_broken_command_upsets_the_machine() => Gen.Frequency((1, Gen.Byte), (1, Gen.OneOfConst<byte>(0x1B, 0x1D, 0x1C, 0x10)))
        .Array[0, 200].Sample(
            bytes =>
            {
                var machine = new EscPosPaperMachine(32);
                foreach (byte value in bytes)
                    machine.Take(value);
                _ = PaperText.Draw(machine.Hanging);
            }, iter: 10_000);

    [Fact]
    public void Paper_in_a_terminal_looks_like_paper() => Assert.Equal(
        """
        ╭──────────────────────────────────────────────────╮
        │                     S h o p                      │
        │ Müsli                                       2.50 │
        ╰╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╯

        """, PaperText.Draw(Sample));

    [Fact]
    public void A_picture_is_as_wide_as_the_paper_and_has_ink_on_it()
    {
        using var picture = new PaperPicture();
        byte[] png = picture.Draw(Sample);
        Assert.Equal("89504E470D0A1A0A", Convert.ToHexString(png.AsSpan(0, 8)));
        int width = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), height = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20));
        Assert.Equal((576 + 64, 54 + 30 + 64), (width, height));
        using var bitmap = SkiaSharp.SKBitmap.Decode(png);
        Assert.Contains(bitmap.Pixels, pixel => pixel is { Red: < 64, Green: < 64, Blue: < 64 });
        Assert.True(picture.Draw(Print(new CutPaper())).Length < png.Length);
    }

    [Fact]
    public void A_bar_code_that_no_printer_would_print_says_why()
    {
        var machine = new EscPosPaperMachine(32);
        foreach (byte value in (byte[])[0x1D, (byte)'k', 73, 26, .. "{BABCDEFGHIJKLMNOPQRSTUVWX"u8, 0x1D, (byte)'k', 73, 2, .. "ab"u8])
            machine.Take(value);
        Assert.Equal("[barcode wider than the paper ABCDEFGHIJKLMNOPQRSTUVWX]\n[barcode without code set B ab]", machine.Hanging.Text);
    }

    [Theory]
    [InlineData("S1-3-17")]
    [InlineData("01930a5e-7c40-7000-8000-000000000001")]
    public void A_code_is_drawn(string content)
    {
        using var picture = new PaperPicture();
        using var bitmap = SkiaSharp.SKBitmap.Decode(picture.Draw(Print(new BarCode(content), new CutPaper())));
        Assert.InRange(bitmap.Pixels.Count(pixel => pixel.Red < 64), 2000, bitmap.Width * bitmap.Height / 2);
    }

    private static Paper Print(params PrintItem[] items)
    {
        var machine = new EscPosPaperMachine(48);
        foreach (byte value in EscPosEncoder.Encode(new PrintDocument(items), PrinterProfile.Find("epson-80")!).Bytes)
            machine.Take(value);
        return machine.Cut.Dequeue();
    }
}
