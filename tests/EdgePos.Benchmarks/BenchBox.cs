using System.Diagnostics;
using EdgePos.Fleet;
using EdgePos.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace EdgePos.Benchmarks;

/// <summary>The real daemon, alone on its port.</summary>
internal sealed class BenchBox(Process process, GrpcChannel channel) : IAsyncDisposable
{
    private const int Calls = 500;
    private const int Sales = 60;

    /// <summary>Who calls.</summary>
    public static readonly Metadata Headers = new() { { "edgepos-register", "1" } };

    private readonly Checkout.CheckoutClient _checkout = new(channel);
    private readonly PriceBook.PriceBookClient _prices = new(channel);

    /// <summary>Told each line that the daemon says.</summary>
    public Action<string> Said { get; set; } = _ => { };

    /// <summary>The version of the price book that it sells from.</summary>
    public async Task<string> PriceBookAsync() => (await _prices.GetPriceBookAsync(new GetPriceBookRequest(), Headers)).Version;

    /// <summary>A demo, which is reached without TLS.</summary>
    public static Task<BenchBox> StartAsync(
        string gateway, string folder, int port, int brokerPort, CancellationToken stop, params string[] settings) => StartAsync(
            gateway, GrpcChannel.ForAddress($"http://127.0.0.1:{port}"), stop, [
                $"--Gateway:Listen=127.0.0.1:{port}", $"--Gateway:DataFolder={folder}",
                $"--HeadOffice:BrokerPort={brokerPort}", .. settings]);

    /// <summary>One that is reached over a channel; it is ready when it has a price book.</summary>
    public static async Task<BenchBox> StartAsync(string gateway, GrpcChannel channel, CancellationToken stop, params string[] settings)
    {
        var process = Process.Start(new ProcessStartInfo(gateway, ["--environment", "Demo", "--Devices:printer:Link=", .. settings])
        {
            RedirectStandardOutput = true,
        })!;
        var box = new BenchBox(process, channel);
        process.OutputDataReceived += (_, line) => box.Said(line.Data ?? "");
        process.BeginOutputReadLine();
        while (true)
        {
            try
            {
                await box.ImportAsync();
                return box;
            }
            catch (RpcException) when (!process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, stop);
            }
        }
    }

    /// <summary>The same box, over another channel; it is not this one's to end.</summary>
    public BenchBox Over(GrpcChannel other) => new(process, other);

    public async Task<int> ReadAsync()
    {
        string basket = await OpenAsync();
        for (int i = 0; i < Calls; i++)
            await _checkout.GetBasketAsync(new GetBasketRequest { BasketId = basket }, Headers);
        return Calls;
    }

    public async Task<int> ScanAsync()
    {
        string basket = await OpenAsync();
        for (int i = 0; i < Calls; i++)
        {
            if (i % 20 == 19)
                basket = await OpenAsync(); // baskets as people have them
            await AddAsync(basket);
        }

        return Calls;
    }

    public async Task<int> SellAsync()
    {
        for (int i = 0; i < Sales; i++)
            await CompleteAsync(await PaidAsync());
        return Sales;
    }

    /// <summary>Replaces the price book.</summary>
    public async Task ImportAsync(IEnumerable<ImportPriceBookRequest> parts)
    {
        using var import = _prices.Import(Headers);
        foreach (var part in parts)
            await import.RequestStream.WriteAsync(part);
        await import.RequestStream.CompleteAsync();
        await import;
    }

    /// <summary>A basket of so many lines.</summary>
    public async Task<Basket> FillAsync(int lines)
    {
        string basket = await OpenAsync();
        Basket last = new();
        for (int i = 0; i < lines; i++)
            last = await _checkout.AddItemAsync(Scan(basket, i), Headers);
        return last;
    }

    /// <summary>The scans that make a basket one of about so many lines, microseconds each; then it is given up.</summary>
    public async Task<IReadOnlyList<double>> TimeScansAsync(int lines)
    {
        string basket = await OpenAsync();
        var times = new List<double>();
        for (int i = 1; i <= lines + (lines / 2); i++)
        {
            double took = await TimeAsync(() => _checkout.AddItemAsync(Scan(basket, i), Headers));
            if (i >= lines - (lines / 2))
                times.Add(took);
        }

        await _checkout.AbandonBasketAsync(new AbandonBasketRequest { CommandId = NewId(), BasketId = basket }, Headers);
        return times;
    }

    /// <summary>A scan of an item of <see cref="BenchBook"/>.</summary>
    public static AddItemRequest Scan(string basket, int item) =>
        new() { CommandId = NewId(), BasketId = basket, Scanned = BenchBook.SkuOf(item * 13) };

    /// <summary>Microseconds of a call.</summary>
    public static async Task<double> TimeAsync<T>(Func<AsyncUnaryCall<T>> call)
    {
        long began = TimeProvider.System.GetTimestamp();
        await call();
        return TimeProvider.System.GetElapsedTime(began).TotalMicroseconds;
    }

    /// <summary>A basket of five items, paid.</summary>
    public async Task<string> PaidAsync()
    {
        string basket = await OpenAsync();
        for (int items = 0; items < 5; items++)
            await AddAsync(basket);
        await PayAsync(basket);
        return basket;
    }

    /// <summary>Pays a basket in cash.</summary>
    public async Task PayAsync(string basket) => await _checkout.AddTenderAsync(new AddTenderRequest
    {
        CommandId = NewId(),
        BasketId = basket,
        Amount = new Money { Minor = 50_000, Currency = "EUR" },
        Cash = new Cash(),
    }, Headers);

    /// <summary>Microseconds of scanning one of the first items of <see cref="BenchBook"/>.</summary>
    public Task<double> TimeScanAsync(string basket, int item) =>
        TimeAsync(() => _checkout.AddItemAsync(Scan(basket, item % 500), Headers));

    /// <summary>Makes it a sale.</summary>
    public async Task<int> CompleteAsync(string basket)
    {
        await CompleteCall(basket);
        return 1;
    }

    /// <summary>The call that makes it a sale.</summary>
    public AsyncUnaryCall<CompleteResponse> CompleteCall(string basket) =>
        _checkout.CompleteAsync(new CompleteRequest { CommandId = NewId(), BasketId = basket }, Headers);

    /// <summary>How the box is.</summary>
    public async Task<BoxStatus> StatusAsync() => await new Box.BoxClient(channel).GetStatusAsync(new GetStatusRequest(), Headers);

    /// <summary>Its devices.</summary>
    public async Task<IReadOnlyList<Device>> DevicesAsync() =>
        (await new V1.Devices.DevicesClient(channel).ListDevicesAsync(new ListDevicesRequest(), Headers)).Devices;

    /// <summary>What the daemon has used until now.</summary>
    public ProcessUse Use => ProcessUse.OfTree(process.Id);

    /// <summary>A call that touches no disk.</summary>
    public async Task<int> EchoAsync()
    {
        await _prices.GetPriceBookAsync(new GetPriceBookRequest(), Headers);
        return 1;
    }

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>A new basket.</summary>
    public async Task<string> OpenAsync() =>
        (await _checkout.OpenBasketAsync(new OpenBasketRequest { CommandId = NewId() }, Headers)).BasketId;

    private async Task AddAsync(string basket) => await _checkout.AddItemAsync(
        new AddItemRequest { CommandId = NewId(), BasketId = basket, Scanned = "SOAP" }, Headers);

    private async Task ImportAsync()
    {
        var item = new Item { Sku = "SOAP", Name = "Soap", Unit = Unit.Each, Price = new Money { Minor = 250, Currency = "EUR" } };
        using var import = _prices.Import(Headers);
        await import.RequestStream.WriteAsync(new ImportPriceBookRequest { Items = { item } });
        await import.RequestStream.CompleteAsync();
        await import;
    }

    private static string NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();
}
