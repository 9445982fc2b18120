using System.Text;
using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests.Register;

/// <summary>The register as a program: scripts, exit codes, one clear line for each trouble.</summary>
public sealed class RegisterProgramTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_script_sells_by_hand_and_says_what_went_wrong()
    {
        await using var daemon = await new Daemon(_folder.Path, Daemon.Alone).StartAsync();
        await new Till(daemon).ImportUsual();
        const string script = """
            # a comment
            COLA
            2*SOAP
            !nosuch
            !FREE
            !0*SOAP
            !-1*SOAP
            !1000000000000*SOAP
            !qty 9 1
            qty 1 3
            void 2
            !cash 0
            cash 10
            customer Jan Jansen; Markt 1

            receipt
            status
            """;
        var (code, output) = await daemon.RegisterAsync(script + "\n");
        Assert.True(code == 0, output);
        foreach (string text in new[]
        {
            "UNKNOWN_ITEM: nosuch", "PRICE_MISSING", "QUANTITY_OUT_OF_RANGE", "LINE_NOT_FOUND", "TENDER_OUT_OF_RANGE",
            "give 4.03 EUR change", "Receipt S1-1-1: total 5.97 EUR", "Journal 2",
            "made out to Jan Jansen", "\nMarkt 1\n",
        })
            Assert.Contains(text, output, StringComparison.Ordinal);

        (code, output) = await daemon.RegisterAsync("nosuch\n");
        Assert.Equal(1, code);
        Assert.Contains("FAILED", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_speaks_Dutch()
    {
        await using var daemon = await new Daemon(_folder.Path, Daemon.Alone).StartAsync();
        await new Till(daemon).ImportUsual();
        var (code, output) = await ProgramRun.ToEndAsync(
            Programs.Register, "COLA\ncontant 5\n\n!nosuch\n", "--gateway", daemon.Address, "--language", "nl");
        Assert.Equal(0, code);
        Assert.Contains("wisselgeld 3,01 EUR", output, StringComparison.Ordinal);
        Assert.Contains("staat niet in het prijzenboek", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_price_book_with_a_broken_line_is_refused_whole()
    {
        await using var daemon = await new Daemon(_folder.File("data"), Daemon.Alone).StartAsync();
        File.WriteAllText(_folder.File("book.csv"), """
            sku,gtin,name,unit,price,currency,tax_percent
            SOAP,,Soap,each,2.50,EUR,9
            BREAD,,Bread,loaf,3.20,EUR,9
            """);
        var (code, output) = await daemon.RegisterAsync("", "import", _folder.File("book.csv"));
        Assert.Equal(65, code);
        Assert.Contains("line 3: the unit 'loaf'", output, StringComparison.Ordinal);
        Assert.Equal(1, (await daemon.RegisterAsync("SOAP\n")).ExitCode);
    }

    [Fact]
    public async Task A_price_book_as_a_spreadsheet_saves_it_keeps_every_character()
    {
        await using var daemon = await new Daemon(_folder.File("data"), Daemon.Alone).StartAsync();
        File.WriteAllText(_folder.File("book.csv"), "sku,gtin,name,unit,price,currency,tax_percent\nSOUP,,Crème à 5 €,each,5.00,EUR,9\n",
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal(0, (await daemon.RegisterAsync("", "import", _folder.File("book.csv"))).ExitCode);
        var found = await daemon.PriceBook.LookUpAsync(new LookUpRequest { Codes = { "SOUP" } }, Daemon.As(1));
        Assert.Equal("Crème à 5 €", Assert.Single(found.Found).Item.Name);
    }

    [Fact]
    public async Task A_script_in_another_encoding_sells_nothing()
    {
        await using var daemon = await new Daemon(_folder.File("data"), Daemon.Alone).StartAsync();
        await new Till(daemon).ImportUsual();
        File.WriteAllText(_folder.File("script.txt"), "COLA\ncash 10\n# payé\n", Encoding.Latin1);
        var (code, output) = await daemon.RegisterAsync("", "--script", _folder.File("script.txt"));
        Assert.Equal(65, code);
        Assert.Contains("script.txt:3: it is not UTF-8", output, StringComparison.Ordinal);
        Assert.Equal(1, (await daemon.StatusAsync()).JournalSeq);
    }

    [Fact]
    public async Task A_script_may_end_with_the_Enter_that_finishes_a_sale()
    {
        await using var daemon = await new Daemon(_folder.File("data"), Daemon.Alone).StartAsync();
        await new Till(daemon).ImportUsual();
        File.WriteAllText(_folder.File("script.txt"), "SOAP\ncash 10\n\n");
        var (code, output) = await daemon.RegisterAsync("", "--script", _folder.File("script.txt"));
        Assert.Equal(0, code);
        Assert.Contains("S1-1-1", output, StringComparison.Ordinal);
        Assert.Equal(2, (await daemon.StatusAsync()).JournalSeq);
    }

    [Theory]
    [InlineData(64, "--register must be from 1 to 9999", "--register", "0")]
    [InlineData(64, "--language must be one of", "--language", "xx")]
    [InlineData(64, "--gateway must be an address", "--gateway", "nowhere")]
    [InlineData(64, "--tax must be a percentage", "--tax", "high")]
    [InlineData(69, "The box does not answer at http://127.0.0.1:1", "--gateway", "http://127.0.0.1:1", "--patience", "1")]
    public async Task A_wrong_start_is_one_line_and_an_exit_code(int expected, string line, params string[] args)
    {
        var (code, output) = await ProgramRun.ToEndAsync(Programs.Register, "", args);
        Assert.Equal(expected, code);
        Assert.Contains(line, Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(66, "cannot be read", "missing.csv", null)]
    [InlineData(65, "neither a price book nor a sales file", "wrong.csv", "a,b,c\n")]
    [InlineData(65, "is damaged", "broken.csv.gz", "this is not gzip")]
    public async Task A_wrong_file_is_one_line_and_an_exit_code(int expected, string line, string name, string? content)
    {
        await using var daemon = await new Daemon(_folder.File("data"), Daemon.Alone).StartAsync();
        if (content is not null)
            File.WriteAllText(_folder.File(name), content);
        var (code, output) = await daemon.RegisterAsync("", "import", _folder.File(name));
        Assert.Equal(expected, code);
        Assert.Contains(line, Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
