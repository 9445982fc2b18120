using System.Net;
using System.Net.Sockets;
using EdgePos.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>How the daemon starts, does not start, and stops.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Store:Currency", "--Store:Currency=euro")]
    [InlineData("Store:Code", "--Store:Code=S-1")]
    [InlineData("Store:Language", "--Store:Language=xx")]
    [InlineData("Gateway:Demo", "--Gateway:Demo=maybe")]
    [InlineData("Gateway:Listen", "--Gateway:Listen=nowhere")]
    [InlineData("Gateway:Listen", "--Gateway:Listen=5080")]
    [InlineData("Gateway:Listen", "--Gateway:Listen=0.0.0.0:5080")]
    [InlineData("Gateway:CertificateFile", "--Gateway:CertificateFile=/etc/passwd")]
    [InlineData("Gateway:StopSeconds", "--Gateway:StopSeconds=0")]
    [InlineData("Stock:BelowZero", "--Stock:BelowZero=Perhaps")]
    [InlineData("Stock:BelowZero", "--Stock:BelowZero=7")]
    [InlineData("Lissten", "--Gateway:Lissten=127.0.0.1:1")]
    [InlineData("Devices:printer:Link", "--Devices:printer:Link=ftp://printer")]
    public async Task A_wrong_setting_is_one_line_that_names_it_and_exit_code_78(string named, string setting)
    {
        await using var daemon = new Daemon(_folder.Path, [.. Daemon.Alone, setting]);
        Assert.Equal(78, await daemon.RunToEndAsync());
        string line = Assert.Single(daemon.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(named, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_settings_of_several_sections_are_a_line_each()
    {
        await using var daemon = new Daemon(_folder.Path, [.. Daemon.Alone, "--Store:Currency=euro", "--Gateway:StopSeconds=0"]);
        Assert.Equal(78, await daemon.RunToEndAsync());
        Assert.Collection(Lines(daemon).Order(StringComparer.Ordinal),
            line => Assert.Contains("Gateway:StopSeconds", line, StringComparison.Ordinal),
            line => Assert.Contains("Store:Currency", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificate_that_is_none_is_one_line_and_exit_code_78()
    {
        File.WriteAllText(_folder.File("nonsense.pem"), "nonsense");
        string file = _folder.File("nonsense.pem");
        await using var daemon = new Daemon(_folder.Path, [.. Daemon.Alone,
            $"--Gateway:CertificateFile={file}", $"--Gateway:KeyFile={file}", $"--Gateway:ClientRootFile={file}"]);
        Assert.Equal(78, await daemon.RunToEndAsync());
        Assert.Contains("Gateway:CertificateFile", Assert.Single(Lines(daemon)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_too_deep_for_a_socket_file_is_one_line_and_exit_code_78()
    {
        await using var daemon = new Daemon(_folder.File(new string('x', 120)), [.. Daemon.Alone, "--Gateway:Demo=false"]);
        Assert.Equal(78, await daemon.RunToEndAsync());
        Assert.Contains("choose a shorter Gateway:DataFolder", Assert.Single(Lines(daemon)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_one_line_and_exit_code_78()
    {
        File.WriteAllText(_folder.File("in-the-way"), "");
        await using var daemon = new Daemon(_folder.File("in-the-way"), Daemon.Alone);
        Assert.Equal(78, await daemon.RunToEndAsync());
        Assert.Contains("the data folder cannot be written", Assert.Single(Lines(daemon)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_one_clear_line_and_exit_code_69()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        string address = other.LocalEndpoint.ToString()!;
        await using var daemon = new Daemon(_folder.Path, [.. Daemon.Alone, $"--Gateway:Listen={address}"]);
        Assert.Equal(69, await daemon.RunToEndAsync());
        string line = Assert.Single(Lines(daemon), l => l.StartsWith("edgepos-gateway:", StringComparison.Ordinal));
        Assert.Contains(address, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", daemon.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_daemon_on_the_same_data_is_refused()
    {
        await using var first = new Daemon(_folder.Path, Daemon.Alone);
        await first.StartAsync();
        await using var second = new Daemon(_folder.Path, Daemon.Alone);
        Assert.Equal(69, await second.RunToEndAsync());
        Assert.Contains("another daemon", second.Output, StringComparison.Ordinal);
        await new Till(first).Open();
    }

    [Fact]
    public async Task A_ledger_that_is_no_database_stops_the_daemon_with_a_word_and_stays_as_it_is()
    {
        await File.WriteAllTextAsync(_folder.File("ledger.db"), new string('x', 9000));
        await using var daemon = new Daemon(_folder.Path, Daemon.Alone);
        Assert.Equal(65, await daemon.RunToEndAsync());
        Assert.Contains("damaged", Assert.Single(Lines(daemon)), StringComparison.Ordinal);
        Assert.Contains("edgeposctl ledger new-epoch", daemon.Output, StringComparison.Ordinal);
        Assert.Equal(9000, new FileInfo(_folder.File("ledger.db")).Length);
    }

    [Fact]
    public async Task A_price_book_in_another_currency_than_the_store_is_one_line_and_exit_code_78()
    {
        using (var shelf = PriceBooks.Open(_folder.File("catalogue"), "EUR"))
            PriceBooks.ImportPair(shelf, 100);
        await using var daemon = new Daemon(_folder.Path, [.. Daemon.Alone, "--Store:Currency=GBP"]);
        Assert.Equal(78, await daemon.RunToEndAsync());
        Assert.Contains("the price book is in EUR, the store sells in GBP", Assert.Single(Lines(daemon)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_price_book_is_told_and_set_aside_and_the_shop_sells_from_the_one_before()
    {
        string damaged;
        using (var shelf = PriceBooks.Open(_folder.File("catalogue")))
        {
            PriceBooks.ImportPair(shelf, 100);
            damaged = PriceBooks.ImportPair(shelf, 200);
        }

        Damage.Scribble(_folder.File($"catalogue/{damaged}.db"));
        await using var daemon = new Daemon(_folder.Path, Daemon.Alone);
        var till = new Till(await daemon.StartAsync());
        Assert.Equal(400, (await till.Sell("ONE", "THREE")).Total.Minor);
        Assert.True(File.Exists(_folder.File($"catalogue/{damaged}.db.damaged")));
        foreach (string said in new[] { "crit:", "sells at the prices of", $"{damaged}.db.damaged", "import the prices again" })
            Assert.Contains(said, daemon.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_one_whole_price_book_the_daemon_starts_says_so_and_takes_an_import()
    {
        using (var shelf = PriceBooks.Open(_folder.File("catalogue")))
            Damage.Scribble(_folder.File($"catalogue/{PriceBooks.ImportPair(shelf, 100)}.db"));
        await using var daemon = new Daemon(_folder.Path, Daemon.Alone);
        var till = new Till(await daemon.StartAsync());
        Assert.Contains("nothing can be scanned before one is imported", daemon.Output, StringComparison.Ordinal);
        string basket = (await till.Open()).BasketId;
        await Till.Refused(StatusCode.NotFound, "UNKNOWN_ITEM", () => till.Add(basket, "ONE"));
        await till.ImportUsual();
        await till.Add(basket, "COLA");
    }

    [Fact]
    public async Task A_ledger_that_may_not_be_read_is_one_line_and_exit_code_78()
    {
        Directory.CreateDirectory(_folder.File("ledger.db"));
        await using var daemon = new Daemon(_folder.Path, Daemon.Alone);
        Assert.Equal(78, await daemon.RunToEndAsync());
        Assert.Contains("ledger.db", Assert.Single(Lines(daemon)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_counter_is_set_aside_and_the_shop_sells_on()
    {
        await using var daemon = await new Daemon(_folder.Path, Daemon.Alone).StartAsync();
        var till = new Till(daemon);
        await till.ImportUsual();
        var receipt = await till.Sell("SOAP");
        await daemon.StopAsync();
        await File.WriteAllTextAsync(_folder.File("counter.db"), new string('x', 9000));
        await daemon.StartAsync();
        Assert.Equal(receipt, await till.Receipt(receipt.ReceiptNumber));
        Assert.Equal("S1-1-2", (await till.Sell("SOAP")).ReceiptNumber);
        string aside = Assert.Single(Directory.GetFiles(_folder.Path, "counter.db.damaged-*"));
        Assert.Equal(9000, new FileInfo(aside).Length);
        Assert.Contains(aside, daemon.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_stops_when_told_finishes_what_it_accepted_and_has_it_after_the_next_start()
    {
        await using var daemon = new Daemon(_folder.Path, Daemon.Alone);
        await daemon.StartAsync();
        var till = new Till(daemon);
        await till.ImportUsual();
        var open = await till.Open();
        await till.Add(open.BasketId, "COLA");
        var receipt = await till.Sell("SOAP", "BREAD");
        using var watch = till.Watch(open.BasketId);
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal(0, await daemon.StopAsync());
        var ended = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.Unavailable, ended.StatusCode);
        await daemon.StartAsync();
        Assert.Equal(receipt, await till.Receipt(receipt.ReceiptNumber));
        var again = await till.Get(open.BasketId);
        Assert.Equal((BasketState.Open, "COLA", 199L), (again.State, again.Lines[0].Sku, again.Total.Minor));
        Assert.Equal("S1-1-2", (await till.Sell("COLA")).ReceiptNumber);
    }

    [Fact]
    public async Task Health_and_reflection_answer()
    {
        await using var daemon = new Daemon(_folder.Path, Daemon.Alone);
        await daemon.StartAsync();
        var health = await new Health.HealthClient(daemon.Channel).CheckAsync(new HealthCheckRequest());
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);

        var reflection = new Grpc.Reflection.V1Alpha.ServerReflection.ServerReflectionClient(daemon.Channel);
        using var call = reflection.ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new Grpc.Reflection.V1Alpha.ServerReflectionRequest { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Contains("edgepos.v1.Checkout", call.ResponseStream.Current.ListServicesResponse.Service.Select(s => s.Name));
    }

    private static string[] Lines(Daemon daemon) => daemon.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
