using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Provisioning;
using Xunit;

namespace EdgePos.Tests.Provisioning;

/// <summary>The demo, and the counting at its end: it must be able to come out wrong.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_demo_ends_well_twice_on_the_same_data()
    {
        for (int run = 1; run <= 2; run++)
        {
            var (code, output) = await ProgramRun.ToEndAsync(Programs.Edgeposctl, "",
                "demo", "--gateway", Programs.Gateway, "--register", Programs.Register, "--data", _folder.File("shop"));
            Assert.True(code == 0, output);
            string last = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
            Assert.Equal($"sales {67 * run}, entries {(69 * run) + 1}, confirmed {(69 * run) + 1}, lost 0, doubled 0", last);
            string[] texts =
                ["VAT %", "UNKNOWN_ITEM", "weighed 1240 g", "Debit Mastercard", "What head office has committed", "62 wait. Link: Down"];
            foreach (string text in texts)
                Assert.Contains(text, output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--gateway", "/no/such/program", 69, "cannot be started")]
    [InlineData("--gateway", "/bin/false", 69, "it ended with exit code 1")]
    [InlineData("--data", "/proc/no", 73, "cannot be made")]
    public async Task A_demo_that_cannot_begin_says_why(string option, string value, int expected, string why)
    {
        var options = new Dictionary<string, string>
        {
            ["--gateway"] = Programs.Gateway,
            ["--register"] = Programs.Register,
            ["--data"] = _folder.File("shop"),
        };
        options[option] = value;
        var (code, output) = await ProgramRun.ToEndAsync(
            Programs.Edgeposctl, "", ["demo", .. options.SelectMany(pair => new[] { pair.Key, pair.Value })]);
        Assert.Equal(expected, code);
        Assert.Contains(why, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_facts_are_right_when_three_sides_agree_and_wrong_when_they_do_not()
    {
        using var writer = Sales.Open(_folder.File("ledger.db"));
        for (int i = 1; i <= 3; i++)
            await writer.SubmitAsync(Sales.Sale(i));
        var reader = new LedgerReader(_folder.File("ledger.db"));
        var head = reader.Head();
        await writer.ConfirmAsync(4, head.Hash, default);
        var committed = BooksCheck.SalesOf(reader).Select((sale, i) => new CommittedSale
        {
            ReceiptNumber = sale.ReceiptNumber,
            CommandId = sale.CommandId,
            Total = sale.Total,
            Seq = i + 2,
        }).ToList();
        var stream = new StreamRow { Seq = 4, Hash = Convert.ToHexStringLower(head.Hash), Totals = { Eur(750) } };
        string answered = _folder.File("answered");
        File.WriteAllText(answered, """{"receiptNumber":"S1-1-2","totalMinor":250}""");

        Assert.Equal("sales 3, entries 4, confirmed 4, lost 0, doubled 0", Facts.Count(reader, committed, stream, answered).ToString());
        Assert.True(Facts.Count(reader, committed, stream, answered).AreRight);
        Assert.Equal(1, Facts.Count(reader, committed[1..], stream, answered).Lost);
        Assert.Equal(2, Facts.Count(reader, [.. committed, committed[0]], stream, answered).Doubled);
        File.AppendAllText(answered, "\n" + """{"receiptNumber":"S1-1-4","totalMinor":250}""");
        Assert.Equal(1, Facts.Count(reader, committed, stream, answered).Lost);
        foreach (var wrong in new[] { null, new StreamRow(stream) { Seq = 3 }, new StreamRow(stream) { Hash = "00" },
            new StreamRow { Seq = 4, Hash = stream.Hash, Totals = { Eur(751) } } })
            Assert.False(Facts.Count(reader, committed, wrong, _folder.File("none")).AreRight);
    }

    private static V1.Money Eur(long minor) => new() { Minor = minor, Currency = "EUR" };
}
