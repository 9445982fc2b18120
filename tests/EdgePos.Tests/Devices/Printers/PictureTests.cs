using CsCheck;
using EdgePos.Devices;
using SkiaSharp;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>Logos, characters in dots, and the codes of articles.</summary>
public sealed class PictureTests
{
    private static readonly DotPicture Cross = DotPicture.Of(20, 300, (x, y) => x == 10 || y == 150);

    [Theory]
    [InlineData("epson-80")]
    [InlineData("compatible-58")]
    [InlineData("star-80")]
    [InlineData("star-58")]
    public void A_picture_comes_out_dot_for_dot_whatever_the_dialect(string name)
    {
        var rows = Print(PrinterProfile.Find(name)!, new PictureItem(Cross, Align.Left), new CutPaper()).Rows.Cast<PaperImage>().ToList();
        Assert.Equal(300, rows.Sum(slice => slice.HeightDots));
        Assert.Equal(Convert.ToHexString(Cross.Bits), string.Concat(rows.Select(slice => Convert.ToHexString(slice.Dots))));
    }

    [Fact]
    public void Newer_printers_get_the_same_picture_as_graphics()
    {
        var profile = PrinterProfile.Find("epson-80")! with { HasGraphics = true };
        var rows = Print(profile, new PictureItem(Cross), new CutPaper()).Rows.Cast<PaperImage>().ToList();
        Assert.Equal([255, 45], rows.Select(slice => slice.HeightDots));
        Assert.Equal(Convert.ToHexString(Cross.Bits), string.Concat(rows.Select(slice => Convert.ToHexString(slice.Dots))));
    }

    [Fact]
    public void A_picture_that_is_too_wide_loses_its_right_edge() => Assert.Equal(
        576 / 8, Assert.IsType<PaperImage>(Assert.Single(Print(
            PrinterProfile.Find("epson-80")!, new PictureItem(DotPicture.Of(600, 1, (_, _) => true)), new CutPaper()).Rows)).WidthBytes);

    // 10 14 01 00 08 would open the drawer in the middle of a picture, 10 04 01 would be answered.
    [Fact]
    public async Task No_picture_opens_the_drawer()
    {
        byte[] nasty = [0x10, 0x14, 0x01, 0x00, 0x08, 0x10, 0x04, 0x01, 0x10, 0x05];
        var document = new PrintDocument([new PictureItem(new DotPicture(80, 1, nasty), Align.Left), new CutPaper()]);
        await using var device = VirtualPrinter.Start(0);
        using var client = new System.Net.Sockets.TcpClient("127.0.0.1", device.Port);
        await client.GetStream().WriteAsync(EscPosEncoder.Encode(document, PrinterProfile.Find("epson-80")!).Bytes);
        var paper = await device.Papers.ReadAsync().AsTask().WaitAsync(Daemon.Patience);
        Assert.Equal((0, 0L, 1), (device.DrawerOpenings, device.UnknownBytes, paper.Rows.Count));
    }

    [Theory]
    [InlineData("blind-80", "Łódź Ж Ω ŉ", "▯ód▯ ▯ Ω ▯", 0)] // its pages 437 and 850 have ó and Ω
    [InlineData("epson-80", "Łódź Ж Ω ŉ", "Łódź Ж Ω ▯", 0)]
    [InlineData("epson-80", "₿ 0,01", "▯ 0,01", 0)]
    [InlineData("epson-80", "緑茶 tea 🍵", "?? tea ?", 3)]
    public void What_no_page_has_is_drawn_in_dots_and_only_what_is_not_drawn_is_lost(string profile, string text, string onPaper, int lost)
    {
        var printer = PrinterProfile.Find(profile)!;
        var job = EscPosEncoder.Encode(new PrintDocument([new TextLine(text)]), printer);
        var machine = new EscPosPaperMachine(printer.Columns);
        foreach (byte value in job.Bytes)
            machine.Take(value);
        Assert.Equal((onPaper, lost), (machine.Hanging.Text, job.Lost));
    }

    [Fact]
    public void A_character_in_dots_takes_the_place_of_one_and_the_columns_stay()
    {
        var job = EscPosEncoder.Encode(new PrintDocument([new ColumnsLine("ŉŉ", "1.00")]), PrinterProfile.Find("epson-80")!);
        var machine = new EscPosPaperMachine(48);
        foreach (byte value in job.Bytes)
            machine.Take(value);
        var line = Assert.IsType<PaperLine>(Assert.Single(machine.Hanging.Rows));
        Assert.Equal((48, 36), (line.Width, line.Cells[0].Dots!.Length));
        Assert.Contains(line.Cells[0].Dots!, dots => dots != 0);
    }

    // GS1 General Specifications: 9501101530003 and 95050003 are of the range for examples.
    [Theory]
    [InlineData("9501101530003", "[EAN-13 9501101530003]", 95)]
    [InlineData("95050003", "[EAN-8 95050003]", 67)]
    [InlineData("614141000036", "[UPC-A 614141000036]", 95)]
    public void The_code_of_an_article_is_bars_of_its_own_kind_in_both_dialects(string digits, string onPaper, int modules)
    {
        Assert.Equal(modules, EanBars.Bars(digits).Sum());
        foreach (string profile in new[] { "epson-80", "star-80", "epson-58" })
            Assert.Equal(onPaper, Print(PrinterProfile.Find(profile)!, new RetailCode(digits), new CutPaper()).Text);
    }

    [Theory]
    [InlineData("9501101530004")]
    [InlineData("123")]
    [InlineData("95011015300A3")]
    public void What_is_no_code_of_an_article_is_none(string digits) => Assert.Throws<ArgumentException>(() => new RetailCode(digits));

    [Fact]
    public void A_QR_code_is_sent_as_a_picture_where_the_printer_draws_none()
    {
        var row = Print(PrinterProfile.Find("compatible-80")!, new QrCode("https://example.com/1"), new CutPaper()).Rows[0];
        Assert.True(Assert.IsType<PaperImage>(row).HeightDots > 100);
    }

    [Fact]
    public void A_page_for_a_screen_shows_pictures_and_codes_too()
    {
        var document = new PrintDocument([new PictureItem(Cross), new QrCode("abc"), new RetailCode("95050003")]);
        string page = HtmlPage.Write(document, "t", "en", 48);
        Assert.Equal(3, page.Split("<svg").Length - 1);
        Assert.Contains("[QR abc]", TextPage.Write(document, 48), StringComparison.Ordinal);
    }

    [Fact]
    public void A_logo_in_PBM_is_taken_as_it_is()
    {
        var logo = LogoFile.Parse([.. "P4\n# shop\n9 2\n"u8, 0xFF, 0x80, 0x01, 0x00]);
        Assert.Equal((9, 2, "FF800100"), (logo.Width, logo.Height, Convert.ToHexString(logo.Bits)));
    }

    [Theory]
    [InlineData(SKColorType.Rgba8888)]
    [InlineData(SKColorType.Gray8)]
    public void A_logo_in_PNG_is_brought_to_black_and_white(SKColorType kind)
    {
        var alpha = kind == SKColorType.Gray8 ? SKAlphaType.Opaque : SKAlphaType.Unpremul;
        using var bitmap = new SKBitmap(new SKImageInfo(64, 32, kind, alpha));
        SKColor[] parts = [SKColors.Black, SKColors.White, new(128, 128, 128), SKColors.White];
        for (int y = 0; y < 32; y++)
        {
            for (int x = 0; x < 64; x++)
                bitmap.SetPixel(x, y, parts[x / 16]);
        }

        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        var logo = LogoFile.Parse(png.ToArray());
        int[] black = [.. Enumerable.Range(0, 4).Select(part =>
            Enumerable.Range(part * 16, 16).Sum(x => Enumerable.Range(0, 32).Count(y => logo.IsBlack(x, y))))];
        Assert.Equal((512, 0), (black[0], black[1]));
        Assert.InRange(black[2], 200, 312); // grey: every second dot, or so
    }

    [Fact]
    public void No_file_whatsoever_is_more_than_refused()
    {
        using var bitmap = new SKBitmap(24, 24);
        bitmap.Erase(SKColors.Red);
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        byte[] png = encoded.ToArray(), pbm = [.. "P4 24 24\n"u8, .. new byte[72]];
        Gen.Select(Gen.Bool, Gen.Int[0, 2000], Gen.Byte, Gen.Int[0, 2000]).Sample(
            (isPng, at, value, length) =>
            {
                byte[] spoiled = isPng ? [.. png] : [.. pbm];
                spoiled[at % spoiled.Length] = value;
                spoiled = spoiled[..Math.Min(spoiled.Length, length)];
                try
                {
                    LogoFile.Parse(spoiled);
                }
                catch (InvalidDataException)
                {
                    // Said in words.
                }
            }, iter: Fuzz.Inputs);
    }

    [Fact]
    public void A_picture_with_any_byte_changed_is_read_or_refused_in_words()
    {
        using var bitmap = new SKBitmap(24, 24);
        bitmap.Erase(SKColors.Red);
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        byte[] png = encoded.ToArray();
        for (int at = 0; at < png.Length; at++)
        {
            for (int value = 0; value <= byte.MaxValue; value++)
            {
                byte[] spoiled = [.. png];
                spoiled[at] = (byte)value;
                if (Record.Exception(() => LogoFile.Parse(spoiled)) is { } fault)
                    Assert.IsType<InvalidDataException>(fault);
            }
        }
    }

    private static Paper Print(PrinterProfile profile, params PrintItem[] items)
    {
        byte[] bytes = PrinterDialects.Encode(new PrintDocument(items), profile).Bytes;
        if (profile.Dialect == PrinterDialect.StarLine)
        {
            var star = new StarPaperMachine(profile.Columns);
            foreach (byte value in bytes)
                star.Take(value);
            Assert.Equal(0, star.Unknown);
            return star.Cut.Dequeue();
        }

        var machine = new EscPosPaperMachine(profile.Columns);
        foreach (byte value in bytes)
            machine.Take(value);
        Assert.Equal(0, machine.Unknown);
        return machine.Cut.Dequeue();
    }
}
