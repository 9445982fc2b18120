using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.Ledger;

/// <summary>Personal data lies beside the journal: it can be erased down to the last byte, and the chain still proves itself.</summary>
public sealed class CustomerTests : IDisposable
{
    private const string Name = "Johanna Wezelbos";

    private readonly TempFolder _folder = new();

    private string Path => _folder.File("ledger.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_journal_and_the_kept_answer_hold_a_digest_and_the_receipt_the_details()
    {
        using var writer = Sales.Open(Path);
        var answer = (await writer.SubmitAsync(Sales.Sale(1, customer: Who(Name)))).Value;
        Assert.Equal(Name, Receipt(answer)!.Customer.Name);
        Assert.Null(WireSales.ReceiptOf(answer).Customer);
        var sale = SaleCompleted.Parser.ParseFrom(new LedgerReader(Path).Entries(1, 1, long.MaxValue)[0].Body);
        Assert.Equal(32, sale.CustomerDigest.Length);
        Assert.DoesNotContain(Name, sale.ToString(), StringComparison.Ordinal);
        Sales.AssertSound(Path);
    }

    [Fact]
    public async Task What_was_erased_is_in_no_file_any_more_and_the_sale_and_the_chain_stay()
    {
        using var writer = Sales.Open(Path);
        var answers = new List<LedgerAnswer>();
        for (int i = 0; i < 60; i++)
            answers.Add((await writer.SubmitAsync(Sales.Sale(i, customer: Who($"{Name} {i:00}")))).Value);
        Assert.NotEmpty(FilesWith.Text(_folder.Path, Name + " 30"));

        foreach (int i in new[] { 30, 31, 0, 59, 29, 32, 33 })
        {
            Assert.Null((await EraseAsync(writer, answers[i], i)).Refusal);
            Assert.True(Receipt(answers[i])!.CustomerErased);
            Assert.Null(Receipt(answers[i])!.Customer);
            await FilesWith.UntilNone(_folder.Path, $"{Name} {i:00}");
        }

        Assert.False(Receipt(answers[28])!.CustomerErased);
        Assert.Equal(Name + " 28", Receipt(answers[28])!.Customer.Name);
        Sales.AssertSound(Path);
    }

    // Each neighbour is erased in turn: pages are merged, and what they held is moved about.
    [Fact]
    public async Task Whoever_is_erased_in_whatever_order_the_others_stay()
    {
        using var writer = Sales.Open(Path);
        var answers = new List<LedgerAnswer>();
        for (int i = 0; i < 120; i++)
            answers.Add((await writer.SubmitAsync(Sales.Sale(i, customer: Who($"{Name} {i:000}", lines: i % 5)))).Value);
        int[] order = [.. Enumerable.Range(0, 120)];
        new Random(4).Shuffle(order);
        foreach (int i in order[..100])
            await EraseAsync(writer, answers[i], i);
        foreach (int i in order[..100])
            await FilesWith.UntilNone(_folder.Path, $"{Name} {i:000}");
        foreach (int i in order[100..])
            Assert.Equal($"{Name} {i:000}", Receipt(answers[i])!.Customer.Name);
        Sales.AssertSound(Path);
    }

    [Fact]
    public async Task Erased_twice_by_one_command_is_one_answer_and_by_another_is_refused()
    {
        using var writer = Sales.Open(Path);
        var sold = (await writer.SubmitAsync(Sales.Sale(1, customer: Who(Name)))).Value;
        var first = (await EraseAsync(writer, sold, 1)).Value;
        var again = (await EraseAsync(writer, sold, 1)).Value;
        Assert.Equal((false, true), (first.Replayed, again.Replayed));
        Assert.Equal(first.Response, again.Response);
        Assert.Equal(RefusalCode.NoCustomer, (await EraseAsync(writer, sold, 2)).Refusal!.Code);
        Assert.Equal(RefusalCode.NoCustomer, (await EraseAsync(writer, (await writer.SubmitAsync(Sales.Sale(2))).Value, 3)).Refusal!.Code);
        foreach (var unknown in new[] { new ReceiptNumber("S1", 1, 99), new ReceiptNumber("S2", 1, 1) })
        {
            var refused = await writer.EraseAsync(new EraseCustomer(1, Sales.IdOf("erase", 9), new byte[32], "", unknown));
            Assert.Equal(RefusalCode.ReceiptNotFound, refused.Refusal!.Code);
        }

        Sales.AssertSound(Path);
    }

    [Fact]
    public async Task All_of_a_customer_goes_with_one_entry_and_nothing_of_anybody_else()
    {
        using var writer = Sales.Open(Path);
        for (int i = 0; i < 40; i++)
        {
            await writer.SubmitAsync(Sales.Sale(i, customer: i % 4 == 3 ? null : Who($"{Name} {i:00}"),
                customerNumber: i % 2 == 0 ? "1001" : "10010"));
        }

        var first = await EraseAllAsync(writer, "1001", 1);
        var told = EdgePos.V1.EraseAllOfCustomerResponse.Parser.ParseFrom(first.Value.Response);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"S1-1-{(2 * i) + 1}"), told.ReceiptNumbers);
        await FilesWith.UntilNone(_folder.Path, Name + " 02");
        Assert.NotEmpty(FilesWith.Text(_folder.Path, Name + " 01"));
        var again = await EraseAllAsync(writer, "1001", 1);
        Assert.True(again.Value.Replayed);
        Assert.Equal(first.Value.Response, again.Value.Response);
        Assert.Equal(RefusalCode.NoCustomerDetails, (await EraseAllAsync(writer, "1001", 2)).Refusal!.Code);
        Assert.Equal(RefusalCode.NoCustomerDetails, (await EraseAllAsync(writer, "9999", 3)).Refusal!.Code);
        Sales.AssertSound(Path);
    }

    [Fact]
    public async Task What_is_older_than_it_is_kept_goes_a_few_at_a_time_and_with_a_clock_that_somebody_vouches_for()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        bool isSet = true;
        using var writer = LedgerWriter.Open(Path, Sales.Setup(time) with { ClockIsSet = () => isSet });
        for (int i = 0; i < 12; i++, time.Advance(TimeSpan.FromDays(1)))
            await writer.SubmitAsync(Sales.Sale(i, customer: i == 3 ? null : Who($"{Name} {i:00}")));

        var kept = TimeSpan.FromDays(5); // the sale of day 6 is the last one that is older, at day 12
        isSet = false;
        Assert.Equal(0, await writer.ExpireCustomersAsync(kept, 4));
        isSet = true;
        Assert.Equal(4, await writer.ExpireCustomersAsync(kept, 4));
        Assert.Equal(2, await writer.ExpireCustomersAsync(kept, 4));
        Assert.Equal(0, await writer.ExpireCustomersAsync(kept, 4));
        for (int i = 0; i < 7; i++)
            await FilesWith.UntilNone(_folder.Path, $"{Name} {i:00}");
        Assert.Equal(["S1-1-12", "S1-1-11", "S1-1-10", "S1-1-9", "S1-1-8"], new LedgerReader(Path)
            .FindCustomers(Name, 100, CancellationToken.None).Select(found => found.ReceiptNumber));
        var facts = new LedgerReader(Path).Entries(13, 10, long.MaxValue)
            .Select(entry => CustomersExpired.Parser.ParseFrom(entry.Body).Sales.Select(sale => sale.ReceiptNumber));
        Assert.Equal([["S1-1-1", "S1-1-2", "S1-1-3", "S1-1-5"], ["S1-1-6", "S1-1-7"]], facts);
        Sales.AssertSound(Path);
    }

    [Fact]
    public async Task Somebody_who_reads_an_old_state_delays_it_and_holds_up_no_sale()
    {
        using var writer = Sales.Open(Path);
        var sold = (await writer.SubmitAsync(Sales.Sale(1, customer: Who(Name)))).Value;
        using (var old = LedgerSnapshot.Open(Path))
        {
            Assert.Equal(2, old.Head().Seq);
            await EraseAsync(writer, sold, 1);
            for (int i = 2; i < 30; i++)
                await writer.SubmitAsync(Sales.Sale(i));
            Assert.NotEmpty(FilesWith.Text(_folder.Path, Name));
            Assert.Equal(2, old.Head().Seq);
        }

        await FilesWith.UntilNone(_folder.Path, Name);
    }

    [Fact]
    public async Task A_box_that_is_killed_before_its_log_was_emptied_empties_it_at_the_next_start()
    {
        string killed = _folder.File("killed.db");
        using (var writer = Sales.Open(Path))
        {
            var sold = (await writer.SubmitAsync(Sales.Sale(1, customer: Who(Name)))).Value;
            // Not EraseAsync: the process ends right after the commit.
            await writer.SubmitAsync(Erasure(sold, 1));
            foreach (string ending in new[] { "db-wal", "db", "epoch" })
                File.Copy(System.IO.Path.ChangeExtension(Path, ending), System.IO.Path.ChangeExtension(killed, ending));
            await EraseAsync(writer, sold, 1);
        }

        Assert.NotEmpty(FilesWith.Text(_folder.Path, Name));
        using var recovered = Sales.Open(killed);
        await FilesWith.UntilNone(_folder.Path, Name);
    }

    [Fact]
    public async Task Somebody_is_found_by_any_part_of_their_details()
    {
        using var writer = Sales.Open(Path);
        for (int i = 0; i < 5; i++)
            await writer.SubmitAsync(Sales.Sale(i, customer: Who($"{Name} {i}", lines: 2)));
        var reader = new LedgerReader(Path);
        Assert.Equal(["S1-1-5", "S1-1-4", "S1-1-3"], Numbers("WEZELBOS", 3));
        Assert.Equal(["S1-1-2"], Numbers("bos 1", 10));
        Assert.Equal(5, Numbers("@example.org", 10).Count);
        Assert.Equal(5, Numbers("street 1", 10).Count);
        Assert.Empty(Numbers("nobody", 10));

        List<string> Numbers(string text, int most) =>
            [.. reader.FindCustomers(text, most, CancellationToken.None).Select(found => found.ReceiptNumber)];
    }

    private static CustomerDetails Who(string name, int lines = 0)
    {
        var who = new CustomerDetails { Name = name, Email = "jw@example.org" };
        who.Address.AddRange(Enumerable.Range(0, lines).Select(line => $"{name}, Street {line} {new string('x', 80)}"));
        return who;
    }

    private static EraseCustomer Erasure(LedgerAnswer sold, int command)
    {
        Assert.True(ReceiptNumber.TryParse(WireSales.ReceiptOf(sold).ReceiptNumber, out var number));
        return new EraseCustomer(1, Sales.IdOf("erase", command), new byte[32], "", number);
    }

    private static Task<Result<LedgerAnswer>> EraseAsync(LedgerWriter writer, LedgerAnswer sold, int command) =>
        writer.EraseAsync(Erasure(sold, command));

    // Looked for before, as the service does.
    private Task<Result<LedgerAnswer>> EraseAllAsync(LedgerWriter writer, string customer, int command) =>
        writer.EraseAsync(new EraseAllOfCustomer(1, Sales.IdOf("erase all", command), new byte[32], "", customer,
            new LedgerReader(Path).SalesWithDetailsOf(customer, EraseAllOfCustomer.MostSales)));

    private Receipt? Receipt(LedgerAnswer sold) => new LedgerReader(Path).FindReceipt(Erasure(sold, 0).Receipt);
}
