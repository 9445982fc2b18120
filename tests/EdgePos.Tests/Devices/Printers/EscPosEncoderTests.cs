using CsCheck;
using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>Documents as ESC/POS bytes.</summary>
public sealed class EscPosEncoderTests
{
    private static readonly PrinterProfile Epson = PrinterProfile.Find("epson-80")!;

    [Fact]
    public void A_small_receipt_is_these_very_bytes()
    {
        var document = new PrintDocument([
            new OpenDrawer(),
            new TextLine("Shop", Align.Centre, new TextStyle(Bold: true, Wide: true, Tall: true)),
            new ColumnsLine("Soap", "2.50"),
            new FeedLines(1),
            new CutPaper(),
        ]);
        byte[] expected =
        [
            0x1B, (byte)'@', 0x1C, (byte)'.', 0x1B, (byte)'R', 0, 0x1B, (byte)'t', 0, // initialise, no Kanji, USA, page 437
            0x1B, (byte)'p', 0, 50, 100, // drawer: 100 ms on, 200 ms off
            0x1B, (byte)'a', 1, 0x1B, (byte)'E', 1, 0x1D, (byte)'!', 0x11, .. "Shop"u8, 0x0A,
            0x1B, (byte)'a', 0, 0x1B, (byte)'E', 0, 0x1D, (byte)'!', 0, .. "Soap"u8, .. new string(' ', 40).Select(c => (byte)c),
            .. "2.50"u8, 0x0A,
            0x1B, (byte)'d', 1,
            0x1D, (byte)'V', 66, 0,
        ];
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(EscPosEncoder.Encode(document, Epson).Bytes));
    }

    [Theory]
    [InlineData("Crème brûlée à l'été")]
    [InlineData("Müsli süß, Größe Ä Ö Ü")]
    [InlineData("Sałatka z łososia, źdźbło, ćma, ęą")]
    [InlineData("Señor Piñata ¿qué? ¡sí!")]
    [InlineData("Smørrebrød på Åland")]
    [InlineData("Přílišžluťoučkýkůň")]
    [InlineData("€ 12,50 £ 3.00")]
    [InlineData("Gâteau €1 Łódź naïve")] // several pages in one line
    public void Each_character_is_found_on_a_page_that_has_it(string text)
    {
        var job = EscPosEncoder.Encode(new PrintDocument([new TextLine(text)]), Epson);
        Assert.Equal((text, 0), (TextOn(job.Bytes), job.Lost));
    }

    [Fact]
    public void What_no_page_has_is_a_question_mark_and_counted()
    {
        var job = EscPosEncoder.Encode(new PrintDocument([new TextLine("緑茶 tea")]), Epson);
        Assert.Equal(("?? tea", 2), (TextOn(job.Bytes), job.Lost));
    }

    [Theory]
    [InlineData("a\u001B@b", "a @b")]
    [InlineData("tab\there", "tab here")]
    [InlineData("cafe\u0301", "café")] // a combining accent is composed
    public void Text_can_not_smuggle_a_command(string text, string onPaper) =>
        Assert.Equal(onPaper, TextOn(EscPosEncoder.Encode(new PrintDocument([new TextLine(text)]), Epson).Bytes));

    [Fact]
    public void Long_names_go_on_in_the_next_line_and_the_amount_stays_in_sight()
    {
        string name = string.Join(' ', Enumerable.Repeat("wordy", 20));
        string[] lines = TextOn(EscPosEncoder.Encode(new PrintDocument([new ColumnsLine(name, "9.99")]), Epson).Bytes).Split('\n');
        Assert.True(lines.Length > 1);
        Assert.EndsWith(" 9.99", lines[0], StringComparison.Ordinal);
        Assert.Equal(name, string.Join(' ', lines.Select(line => line.Replace("9.99", "", StringComparison.Ordinal).Trim())));
        Assert.All(lines, line => Assert.True(line.Length <= 48));
    }

    [Fact]
    public void No_text_whatsoever_makes_bytes_that_a_printer_does_not_know() => Gen.String.Sample(text =>
    {
        var document = new PrintDocument([
            new TextLine(text), new ColumnsLine(text, text), new TableLine(text, [text, "1.00"]), new CutPaper()]);
        var machine = new EscPosPaperMachine(48);
        foreach (byte value in EscPosEncoder.Encode(document, Epson).Bytes)
            machine.Take(value);
        Assert.Equal((0L, 0), (machine.Unknown, machine.DrawerOpenings));
        var paper = Assert.Single(machine.Cut);
        Assert.All(paper.Rows.OfType<PaperLine>(), row => Assert.True(row.Width <= 48));
    });

    [Fact]
    public void A_bar_code_that_fits_is_bars_with_its_characters_below()
    {
        byte[] expected =
        [
            0x1B, (byte)'a', 1, 0x1D, (byte)'h', 64, 0x1D, (byte)'w', 2, 0x1D, (byte)'H', 2,
            0x1D, (byte)'k', 73, 10, .. "{BS1-3-1{{"u8, // a brace that is meant is sent twice
        ];
        byte[] bytes = EscPosEncoder.Encode(new PrintDocument([new BarCode("S1-3-1{")]), Epson).Bytes;
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(bytes.AsSpan(10)));
        Assert.Equal("[barcode S1-3-1{]", TextOn(bytes));
    }

    [Theory]
    [InlineData("epson-58", "S1-3-1234567", "barcode")]
    [InlineData("epson-58", "S1-3-12345678", "QR")]
    [InlineData("epson-80-42", "AMS-12-1234567890", "barcode")]
    [InlineData("epson-80", "AMSTERDAM-12-12345678", "barcode")]
    [InlineData("epson-80", "AMSTERDAM-12-123456789", "QR")]
    [InlineData("epson-80", "01930a5e-7c40-7000-8000-000000000001", "QR")]
    [InlineData("epson-80", "Café", "QR")]
    public void A_bar_code_that_is_wider_than_the_paper_is_a_QR_code(string profile, string content, string kind)
    {
        var printer = PrinterProfile.Find(profile)!;
        byte[] bytes = EscPosEncoder.Encode(new PrintDocument([new BarCode(content), new CutPaper()]), printer).Bytes;
        var machine = new EscPosPaperMachine(printer.Columns);
        foreach (byte value in bytes)
            machine.Take(value);
        Assert.Equal((0L, $"[{kind} {content}]"), (machine.Unknown, machine.Cut.Dequeue().Text));
    }

    [Fact]
    public void Wide_letters_that_would_break_the_line_are_tall_only()
    {
        var large = new TextStyle(Wide: true, Tall: true);
        var document = new PrintDocument([new ColumnsLine("TOTAAL", "EUR 123,45", large), new ColumnsLine("TOTAAL", "EUR 9,95", large)]);
        var machine = new EscPosPaperMachine(32);
        foreach (byte value in EscPosEncoder.Encode(document, PrinterProfile.Find("epson-58")!).Bytes)
            machine.Take(value);
        var lines = machine.Hanging.Rows.Cast<PaperLine>().ToList();
        Assert.Equal([1, 2], lines.Select(line => line.Cells[0].Width));
        Assert.All(lines, line => Assert.Equal((32, 2), (line.Width, line.Cells[0].Height)));
    }

    private static string TextOn(byte[] bytes)
    {
        var machine = new EscPosPaperMachine(48);
        foreach (byte value in bytes)
            machine.Take(value);
        return machine.Hanging.Text;
    }
}
