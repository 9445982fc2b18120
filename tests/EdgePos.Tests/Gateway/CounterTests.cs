using EdgePos.Devices;
using EdgePos.Gateway;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using Basket = EdgePos.V1.Basket;
using BasketState = EdgePos.V1.BasketState;

namespace EdgePos.Tests.Gateway;

/// <summary>The counter's file against the ledger: where they differ, the ledger is right.</summary>
public sealed class CounterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sale_that_the_counter_cannot_note_is_answered_all_the_same_and_noted_later()
    {
        await using var daemon = new Daemon(_folder.Path, Daemon.Alone);
        var till = new Till(await daemon.StartAsync());
        await till.ImportUsual();
        string basket = await PaidAsync(till), command = Till.NewId();
        CompleteResponse sold;
        using (Held())
        {
            sold = await till.Complete(basket, command);
            await AssertSoldAsync(till, basket, sold);
        }

        Assert.Equal(sold.Receipt, (await till.Complete(basket, command)).Receipt);
        await daemon.KillAsync();
        await daemon.StartAsync();
        await AssertSoldAsync(till, basket, sold);
        Assert.Equal("S1-1-2", (await till.Sell("SOAP")).ReceiptNumber);
    }

    [Fact]
    public async Task A_basket_of_which_a_power_cut_took_the_last_lines_comes_back_as_what_was_sold()
    {
        await using var daemon = new Daemon(_folder.Path, Daemon.Alone);
        var till = new Till(await daemon.StartAsync());
        await till.ImportUsual();
        string basket = await PaidAsync(till);
        CompleteResponse sold;
        using (Held())
        {
            sold = await till.Complete(basket);
            await daemon.KillAsync();
        }

        LoseLastMoment(basket);
        await daemon.StartAsync();
        await AssertSoldAsync(till, basket, sold);
    }

    [Fact]
    public async Task A_command_id_means_one_command_whatever_it_names()
    {
        await using var daemon = new Daemon(_folder.Path, Daemon.Alone);
        var till = new Till(await daemon.StartAsync());
        await till.ImportUsual();
        Basket first = await till.Open(), second = await till.Open();
        string added = Till.NewId(), completed = Till.NewId();
        await till.Add(first.BasketId, "SOAP", command: added);
        await till.Cash(first.BasketId, 250);

        await Till.Refused(StatusCode.AlreadyExists, "COMMAND_ID_REUSED", () => till.Add(second.BasketId, "SOAP", command: added));
        await Till.Refused(StatusCode.AlreadyExists, "COMMAND_ID_REUSED", () => till.Open(added));
        await Till.Refused(StatusCode.AlreadyExists, "COMMAND_ID_REUSED", () => till.Complete(first.BasketId, added));
        await till.Complete(first.BasketId, completed);
        await Till.Refused(StatusCode.AlreadyExists, "COMMAND_ID_REUSED", () => till.Add(second.BasketId, "SOAP", command: completed));
        await Till.Refused(StatusCode.AlreadyExists, "COMMAND_ID_REUSED", () => till.Open(completed));
        Assert.Empty((await till.Get(second.BasketId)).Lines);
    }

    [Fact]
    public async Task An_open_basket_that_everybody_forgot_is_given_up_unless_money_was_taken_for_it()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 1, 1, 9, 0, 0, TimeSpan.Zero));
        using var writer = Sales.Open(_folder.File("ledger.db"), clock);
        using var file = CounterFile.Open(_folder.File("counter.db"), clock);
        var disk = Disks.Roomy(_folder);
        using var loop = new CounterLoop(file, disk, clock);
        await loop.StartAsync(default);
        var store = new StoreProfile(Options.Create(
            new StoreOptions { Tenant = "demo", Code = "S1", Box = "box1", Currency = "EUR" }));
        await using var shelf = new DeviceShelf(
            Options.Create(new DevicesOptions()), new DeviceFeed(clock), store, clock, new ServiceCollection().BuildServiceProvider());
        var port = new PrinterPort(shelf, Options.Create(new DevicesOptions()));
        var ledger = new LedgerReader(_folder.File("ledger.db"));
        var desk = new BasketDesk(loop, ledger, new PaymentTenders(new PaymentReader(ledger)), port, disk, store);
        Guid forgotten = await OpenAsync(), paid = await OpenAsync();
        await desk.ChangeAsync(paid, NewCommand(), basket => basket with
        {
            Tenders = [new(1, TenderKind.Cash, new(100, Currency.Of("EUR")))],
        });
        clock.Advance(TimeSpan.FromDays(8));
        var today = await OpenAsync();

        Assert.Equal(1, await desk.GiveUpForgottenAsync(TimeSpan.FromDays(7)));
        Assert.Equal([BasketState.Abandoned, BasketState.Open, BasketState.Open],
            [await StateAsync(forgotten), await StateAsync(paid), await StateAsync(today)]);
        await loop.StopAsync(default);

        async Task<Guid> OpenAsync() => (await desk.OpenAsync(NewCommand())).Value.Basket.Id;
        async Task<BasketState> StateAsync(Guid id) => (BasketState)(int)(await desk.GetAsync(id)).Value.State;
    }

    [Fact]
    public void Old_commands_are_forgotten_and_young_ones_kept_in_whatever_order_their_ids_are()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 1, 1, 9, 0, 0, TimeSpan.Zero));
        using var file = CounterFile.Open(_folder.File("counter.db"), clock);
        Guid[] old = [.. Enumerable.Range(0, 5000).Select(i => Guid.Parse($"{i * 7919 % 5000:x8}-0000-0000-0000-000000000001"))];
        Guid[] young = [.. Enumerable.Range(0, 100).Select(i => Guid.Parse($"{i * 50:x8}-0000-0000-0000-000000000002"))];
        Keep(old);
        clock.Advance(TimeSpan.FromDays(8));
        Keep(young);

        int gone = Enumerable.Range(0, 10).Sum(_ => file.Prune(TimeSpan.FromDays(7)));

        Assert.Equal(5000, gone);
        Assert.All(old, id => Assert.Null(file.Baskets.FindCommand(id)));
        Assert.All(young, id => Assert.NotNull(file.Baskets.FindCommand(id)));

        void Keep(Guid[] ids) => file.Change<bool>(now =>
        {
            foreach (var id in ids)
                file.Baskets.KeepCommand(id, id, new byte[32], now);
            return true;
        });
    }

    private static Command NewCommand() => new(1, Guid.Parse(Till.NewId()), new byte[32]);

    private static async Task<string> PaidAsync(Till till)
    {
        string basket = (await till.Open()).BasketId;
        await till.Add(basket, "SOAP");
        await till.Add(basket, "BREAD");
        await till.Cash(basket, 1000);
        return basket;
    }

    private static async Task AssertSoldAsync(Till till, string id, CompleteResponse sold)
    {
        var basket = await till.Get(id);
        Assert.Equal((BasketState.Completed, sold.Receipt.ReceiptNumber, 570L, 2), (basket.State, basket.ReceiptNumber,
            basket.Total.Minor, basket.Lines.Count));
    }

    // Another process holds the file's write lock: no change gets in until it lets go.
    private SqliteConnection Held()
    {
        var connection = Open();
        using var hold = connection.CreateCommand();
        hold.CommandText = "BEGIN IMMEDIATE";
        hold.ExecuteNonQuery();
        return connection;
    }

    // What the file held a moment before: one line less, and not yet paid.
    private void LoseLastMoment(string basketId)
    {
        using var connection = Open();
        using var read = connection.CreateCommand();
        read.CommandText = "SELECT body FROM baskets WHERE basket_id = $id";
        read.Parameters.AddWithValue("$id", Guid.Parse(basketId).ToByteArray(bigEndian: true));
        var basket = Basket.Parser.ParseFrom((byte[])read.ExecuteScalar()!);
        basket.Lines.RemoveAt(1);
        basket.Tenders.Clear();
        using var change = connection.CreateCommand();
        change.CommandText = "UPDATE baskets SET body = $body";
        change.Parameters.AddWithValue("$body", basket.ToByteArray());
        Assert.Equal(1, change.ExecuteNonQuery());
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={_folder.File("counter.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
