using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.Ledger;

public sealed class LedgerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Path => _folder.File("ledger.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sale_is_an_entry_a_receipt_and_less_stock()
    {
        using var writer = Sales.Open(Path);
        var answer = (await writer.SubmitAsync(Sales.Sale(1))).Value;
        var receipt = WireSales.ReceiptOf(answer);
        Assert.Equal(("S1-1-1", 2L, false), (receipt.ReceiptNumber, receipt.JournalSeq, answer.Replayed));

        var reader = new LedgerReader(Path);
        var entry = Assert.Single(reader.Entries(1, 10, 1 << 20));
        Assert.Equal("S1-1-1", SaleCompleted.Parser.ParseFrom(entry.Body).ReceiptNumber);
        Assert.Equal(-1000, reader.OnHand("1"));
        Assert.Equal(receipt, reader.FindReceipt(new ReceiptNumber("S1", 1, 1)));
        Assert.Null(reader.FindReceipt(new ReceiptNumber("S2", 1, 1)));
        Assert.Equal(1, Sales.VerifyChain(reader));
    }

    [Fact]
    public async Task The_same_command_again_gives_the_same_bytes_also_after_a_restart()
    {
        byte[] first;
        using (var writer = Sales.Open(Path))
        {
            first = (await writer.SubmitAsync(Sales.Sale(1))).Value.Response;
            var again = (await writer.SubmitAsync(Sales.Sale(1))).Value;
            Assert.True(again.Replayed);
            Assert.Equal(first, again.Response);
        }

        using (var writer = Sales.Open(Path))
        {
            var later = (await writer.SubmitAsync(Sales.Sale(1))).Value;
            Assert.True(later.Replayed);
            Assert.Equal(first, later.Response);
        }

        Assert.Equal(2, new LedgerReader(Path).Head().Seq);
    }

    [Fact]
    public async Task The_same_command_with_other_content_is_refused()
    {
        using var writer = Sales.Open(Path);
        await writer.SubmitAsync(Sales.Sale(1));
        var other = await writer.SubmitAsync(Sales.Sale(1, extra: "other"));
        Assert.Equal(RefusalCode.CommandIdReused, other.Refusal?.Code);
    }

    [Fact]
    public async Task A_basket_is_sold_once_whoever_asks()
    {
        using var writer = Sales.Open(Path);
        await writer.SubmitAsync(Sales.Sale(1));
        var second = Sales.Sale(1) with { CommandId = Sales.IdOf("another", 1) };
        Assert.Equal(RefusalCode.BasketClosed, (await writer.SubmitAsync(second)).Refusal?.Code);
        Assert.Equal("S1-1-2", WireSales.ReceiptOf((await writer.SubmitAsync(Sales.Sale(2))).Value).ReceiptNumber);
    }

    [Fact]
    public async Task A_refused_command_leaves_no_gap_between_its_neighbours()
    {
        using var writer = Sales.Open(Path);
        var all = Enumerable.Range(0, 200).Select(i => writer.SubmitAsync(
            i % 3 == 2 ? Sales.Sale(i - 1) with { CommandId = Sales.IdOf("again", i) } : Sales.Sale(i))).ToList();
        var answers = await Task.WhenAll(all);

        var numbers = answers.Where(a => a.Refusal is null).Select(a => WireSales.ReceiptOf(a.Value).ReceiptNumber).ToList();
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => $"S1-1-{n}"), numbers);
        Assert.Equal(66, answers.Count(a => a.Refusal is { Code: RefusalCode.BasketClosed }));
        Assert.Equal(numbers.Count, Sales.VerifyChain(new LedgerReader(Path)));
    }

    [Fact]
    public async Task Racing_retries_sell_once()
    {
        using var writer = Sales.Open(Path);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => writer.SubmitAsync(Sales.Sale(1)))));
        Assert.Single(answers, a => !a.Value.Replayed);
        Assert.Single(answers.Select(a => Convert.ToHexString(a.Value.Response)).Distinct());
    }

    [Fact]
    public async Task Registers_number_their_receipts_each_for_itself()
    {
        using var writer = Sales.Open(Path);
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => writer.SubmitAsync(Sales.Sale(i, register: 1 + (i % 3)))));
        foreach (int register in new[] { 1, 2, 3 })
        {
            var numbers = answers.Select(a => WireSales.ReceiptOf(a.Value)).Where(r => r.Register == register)
                .Select(r => ReceiptNumber.TryParse(r.ReceiptNumber, out var n) ? n.Number : 0).Order();
            Assert.Equal(Enumerable.Range(1, 100).Select(n => (long)n), numbers);
        }
    }

    [Theory]
    [InlineData("UPDATE journal SET body = x'00' WHERE seq = 1")]
    [InlineData("DELETE FROM journal WHERE seq = 1")]
    public async Task The_journal_refuses_to_be_changed(string sql)
    {
        using (var writer = Sales.Open(Path))
            await writer.SubmitAsync(Sales.Sale(1));
        using var connection = new SqliteConnection($"Data Source={Path}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Contains("never", Assert.Throws<SqliteException>(() => command.ExecuteNonQuery()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_never_goes_backwards_in_the_journal_and_the_entry_says_that_the_clock_did()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using (var writer = Sales.Open(Path, clock))
            await writer.SubmitAsync(Sales.Sale(1));
        var before = new FakeTimeProvider(new DateTimeOffset(1970, 1, 2, 0, 0, 0, TimeSpan.Zero));
        using (var writer = Sales.Open(Path, before))
            await writer.SubmitAsync(Sales.Sale(2));

        var entries = new LedgerReader(Path).Entries(1, 10, 1 << 20);
        Assert.Equal([2, 1], entries.Select(e => e.Header.Clock));
        Assert.Equal(entries[0].Header.AtUs, entries[1].Header.AtUs);
    }

    [Fact]
    public async Task The_confirmed_mark_moves_only_by_our_own_hash_and_never_back()
    {
        using var writer = Sales.Open(Path);
        for (int i = 1; i <= 3; i++)
            await writer.SubmitAsync(Sales.Sale(i));
        var reader = new LedgerReader(Path);
        Assert.False(await writer.ConfirmAsync(2, reader.HashAt(1), TestContext.Current.CancellationToken));
        Assert.False(await writer.ConfirmAsync(9, reader.HashAt(1), TestContext.Current.CancellationToken));
        Assert.Equal(0, reader.Confirmed());
        Assert.True(await writer.ConfirmAsync(2, reader.HashAt(2), TestContext.Current.CancellationToken));
        Assert.True(await writer.ConfirmAsync(1, reader.HashAt(1), TestContext.Current.CancellationToken));
        Assert.Equal(2, reader.Confirmed());
    }

    [Fact]
    public async Task Waiting_for_an_entry_ends_when_it_is_durable()
    {
        using var writer = Sales.Open(Path);
        var wait = writer.WaitForEntryAfterAsync(1, TestContext.Current.CancellationToken);
        Assert.False(wait.IsCompleted);
        await writer.SubmitAsync(Sales.Sale(1));
        await wait.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await writer.WaitForEntryAfterAsync(1, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_page_of_the_journal_is_bounded_by_bytes_and_never_empty()
    {
        using var writer = Sales.Open(Path);
        for (int i = 1; i <= 5; i++)
            await writer.SubmitAsync(Sales.Sale(i));
        var reader = new LedgerReader(Path);
        Assert.Single(reader.Entries(0, 100, maxBytes: 1));
        Assert.Equal([4L, 5L, 6L], reader.Entries(3, 100, 1 << 20).Select(e => e.Header.Seq));
        Assert.Empty(reader.Entries(6, 100, 1 << 20));
    }

    [Fact]
    public async Task A_stopped_writer_has_finished_what_it_accepted_and_takes_no_more()
    {
        var writer = Sales.Open(Path);
        var accepted = Enumerable.Range(0, 100).Select(i => writer.SubmitAsync(Sales.Sale(i))).ToList();
        writer.Dispose();
        Assert.All(await Task.WhenAll(accepted), answer => Assert.Null(answer.Refusal));
        Assert.Equal(101, new LedgerReader(Path).Head().Seq);
        Assert.Equal(FaultKind.Busy, (await Assert.ThrowsAsync<LedgerFault>(() => writer.SubmitAsync(Sales.Sale(101)))).Kind);
    }
}
