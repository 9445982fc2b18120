using System.Diagnostics;
using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>Versions of the price book over gRPC: switched and rolled back while registers sell, and the power failing.</summary>
public sealed class PriceBookTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly Daemon _daemon;
    private readonly Till _till;

    public PriceBookTests()
    {
        _daemon = new Daemon(_folder.Path, Daemon.Alone);
        _till = new Till(_daemon);
    }

    public async ValueTask InitializeAsync() => await _daemon.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_person_lists_the_versions_and_goes_back_to_one_of_them()
    {
        Assert.Empty((await VersionsAsync()).Versions);
        string[] made = [await ImportPairAsync(1), await ImportPairAsync(2), await ImportPairAsync(3), await ImportPairAsync(4)];
        var kept = (await VersionsAsync()).Versions;
        Assert.Equal([made[3], made[2], made[1]], kept.Select(version => version.Version));
        Assert.Equal([true, false, false], kept.Select(version => version.Current));
        Assert.All(kept, version => Assert.Equal((2L, "EUR", true), (version.Items, version.Currency, version.MadeCurrentUs > 0)));

        string command = Till.NewId();
        var back = await RollBackAsync(made[2], command);
        Assert.Equal((made[2], true, 2L), (back.Version, back.Current, back.Items));
        Assert.Equal(back, await RollBackAsync(made[2], command));
        Assert.Equal(back, await RollBackAsync(made[2]));
        Assert.Equal([made[2], made[3], made[1]], (await VersionsAsync()).Versions.Select(version => version.Version));
        Assert.Equal(made[2], (await _daemon.PriceBook.GetPriceBookAsync(new GetPriceBookRequest())).Version);
        Assert.Equal(12, (await _till.Sell("ONE", "THREE")).Total.Minor);

        await _daemon.StopAsync();
        await _daemon.StartAsync();
        Assert.Equal(back, (await VersionsAsync()).Versions[0]);
        Assert.Equal(12, (await _till.Sell("ONE", "THREE")).Total.Minor);
    }

    [Fact]
    public async Task A_roll_back_that_cannot_be_is_refused()
    {
        string[] made = [await ImportPairAsync(1), await ImportPairAsync(2), await ImportPairAsync(3), await ImportPairAsync(4)];
        await Till.Refused(StatusCode.NotFound, "PRICE_BOOK_VERSION_NOT_FOUND", () => RollBackAsync(made[0]));
        await Till.Refused(StatusCode.NotFound, "PRICE_BOOK_VERSION_NOT_FOUND", () => RollBackAsync("../current"));
        await Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID", () => RollBackAsync(""));
        await Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID", () => RollBackAsync(made[1], "one"));
        string command = Till.NewId();
        await RollBackAsync(made[1], command);
        await Till.Refused(StatusCode.AlreadyExists, "COMMAND_ID_REUSED", () => RollBackAsync(made[2], command));
        Assert.Equal(made[1], (await VersionsAsync()).Versions[0].Version);
    }

    [Fact]
    public async Task What_is_wrong_with_the_price_books_is_told_until_a_person_decides()
    {
        string sold = await ImportPairAsync(1), damaged = await ImportPairAsync(2);
        await _daemon.StopAsync();
        Damage.ChangeOnePrice(_folder.File($"catalogue/{damaged}.db"));
        await _daemon.StartAsync();
        var versions = await VersionsAsync();
        Assert.Equal(sold, Assert.Single(versions.Versions).Version);
        Assert.Contains(damaged, versions.Trouble, StringComparison.Ordinal);
        Assert.Equal(versions.Trouble, (await _daemon.StatusAsync()).PriceBookTrouble);
        Assert.Contains(versions.Trouble, (await _daemon.RegisterAsync("status\n")).Output, StringComparison.Ordinal);
        await RollBackAsync(sold);
        Assert.Equal("", (await _daemon.StatusAsync()).PriceBookTrouble);
    }

    [Fact]
    public async Task A_register_that_goes_away_in_the_middle_of_an_import_leaves_nothing_behind()
    {
        string before = await ImportPairAsync(1);
        string building = _folder.File("catalogue/building-1");
        using (var import = _daemon.PriceBook.Import(Daemon.As(2)))
        {
            await import.RequestStream.WriteAsync(new ImportPriceBookRequest { Items = { Till.Item("A", "A", 1) } });
            await UntilAsync(() => File.Exists(building));
        }

        await UntilAsync(() => !File.Exists(building));
        Assert.Equal(before, (await VersionsAsync()).Versions[0].Version);
        Assert.DoesNotContain("fail:", _daemon.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_scan_fails_and_no_price_is_of_two_versions_while_price_books_switch_and_roll_back()
    {
        const int Registers = 4, Switches = 30;
        await ImportPairAsync(1);
        using var end = new CancellationTokenSource();
        var begun = Enumerable.Range(0, Registers).Select(_ => new TaskCompletionSource()).ToList();
        var selling = begun.Select((first, i) => Task.Run(() => SellAsync(register: i + 1, Switches, first, end.Token))).ToList();
        await Task.WhenAny(Task.WhenAll(begun.Select(first => first.Task)), Task.WhenAny(selling));
        for (int price = 2; price <= Switches; price++)
        {
            string made = await ImportPairAsync(price);
            var versions = (await VersionsAsync()).Versions;
            Assert.Equal(made, Assert.Single(versions, version => version.Current).Version);
            await RollBackAsync(versions[^1].Version);
        }

        await end.CancelAsync();
        Assert.All(await Task.WhenAll(selling), baskets => Assert.True(baskets > 0));
        Assert.DoesNotContain("fail:", _daemon.Output, StringComparison.Ordinal);
        Assert.Equal((await VersionsAsync()).Versions.Count, Directory.GetFiles(_folder.File("catalogue"), "*.db").Length);
    }

    [Fact]
    public async Task Killed_again_and_again_while_price_books_switch_it_sells_from_a_whole_one()
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (int kill = 0; kill < 8; kill++)
        {
            // Between so many answered switches and the next one, at any point of it.
            using var over = new CancellationTokenSource();
            var answered = new SemaphoreSlim(0);
            var switching = SwitchAsync(price => answered.Release(), over.Token);
            for (int i = random.Next(1, 6); i > 0; i--)
                Assert.True(await answered.WaitAsync(Daemon.Patience));
            await _daemon.KillAsync();
            await over.CancelAsync();
            await switching;

            await _daemon.StartAsync();
            Assert.Equal("", (await _daemon.StatusAsync()).PriceBookTrouble);
            Assert.InRange(await LookUpAsync(register: 1), 1, 1000);
            Assert.DoesNotContain("A price book cannot be used", _daemon.Output, StringComparison.Ordinal);
            var versions = (await VersionsAsync()).Versions;
            await RollBackAsync(versions[^1].Version);
            await LookUpAsync(register: 1);
        }
    }

    private static async Task UntilAsync(Func<bool> wanted)
    {
        var waiting = Stopwatch.StartNew();
        while (!wanted())
        {
            Assert.True(waiting.Elapsed < Daemon.Patience, "waited in vain");
            await Task.Delay(10);
        }
    }

    // Looks up and sells until the end; a basket keeps the prices at which its lines were scanned.
    private async Task<int> SellAsync(int register, int priceMax, TaskCompletionSource first, CancellationToken end)
    {
        var till = new Till(_daemon, register);
        int baskets = 0;
        while (!end.IsCancellationRequested)
        {
            Assert.InRange(await LookUpAsync(register), 1, priceMax);
            string id = (await till.Open()).BasketId;
            var scanned = new List<long>();
            for (int i = 0; i < 4; i++)
            {
                var basket = await till.Add(id, i % 2 == 0 ? "ONE" : "THREE");
                scanned.Add(basket.Lines[^1].UnitPrice.Minor);
                Assert.InRange(i % 2 == 0 ? scanned[i] : scanned[i] / 3, 1, priceMax);
                Assert.Equal(0, i % 2 == 0 ? 0 : scanned[i] % 3);
                Assert.Equal(scanned, basket.Lines.Select(line => line.UnitPrice.Minor));
            }

            await till.Cash(id, scanned.Sum());
            var receipt = (await till.Complete(id)).Receipt;
            Assert.Equal(scanned, receipt.Lines.Select(line => line.UnitPrice.Minor));
            Assert.Equal(scanned.Sum(), receipt.Total.Minor);
            baskets++;
            first.TrySetResult();
        }

        return baskets;
    }

    private async Task SwitchAsync(Action<int> answered, CancellationToken over)
    {
        for (int price = 1; ; price++)
        {
            try
            {
                await ImportPairAsync(1 + (price % 100));
                answered(price);
                await RollBackAsync((await VersionsAsync()).Versions[^1].Version);
                answered(price);
            }
            catch (RpcException) when (over.IsCancellationRequested)
            {
                return;
            }
            catch (RpcException fault) when (fault.GetRpcStatus() is null)
            {
                // The power failed, which is no answer of the box; the end is not told yet.
                await Task.Delay(10, CancellationToken.None);
            }
        }
    }

    // The price of ONE, in whatever version is current; THREE is three times as much in each. So many codes that a switch
    // falls between two of them.
    private async Task<long> LookUpAsync(int register)
    {
        var request = new LookUpRequest { Codes = { Enumerable.Range(0, 600).Select(i => i % 2 == 0 ? "ONE" : "THREE") } };
        var found = (await _daemon.PriceBook.LookUpAsync(request, Daemon.As(register))).Found;
        Assert.Equal(request.Codes, found.Select(row => row.Item.Sku));
        long one = found[0].Item.Price.Minor;
        Assert.All(found, row => Assert.Equal(row.Code == "ONE" ? one : 3 * one, row.Item.Price.Minor));
        return one;
    }

    private async Task<string> ImportPairAsync(int price) =>
        (await _till.Import(false, Till.Item("ONE", "One", price), Till.Item("THREE", "Three", 3 * price))).Version;

    private async Task<PriceBookVersion> RollBackAsync(string version, string? command = null) =>
        await _daemon.PriceBook.RollBackAsync(new RollBackRequest { CommandId = command ?? Till.NewId(), Version = version });

    private async Task<ListVersionsResponse> VersionsAsync() => await _daemon.PriceBook.ListVersionsAsync(new ListVersionsRequest());
}
