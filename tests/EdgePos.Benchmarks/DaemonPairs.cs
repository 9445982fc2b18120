using System.Diagnostics;
using EdgePos.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace EdgePos.Benchmarks;

/// <summary>The real daemon over gRPC: with its head office at hand, and with head office out of reach.</summary>
internal static class DaemonPairs
{
    private const int Calls = 500;
    private const int Sales = 60;
    private const int NobodysPort = 1;

    private static readonly Metadata Headers = new() { { "edgepos-register", "1" } };

    public static async Task RunAsync(RatioTable table, string gateway, string folder, CancellationToken stop)
    {
        await using var near = await Box.StartAsync(gateway, Path.Combine(folder, "near"), 5391, 5392, stop);
        await using var far = await Box.StartAsync(gateway, Path.Combine(folder, "far"), 5393, 5394, stop,
            "--Relay:BrokerHost=127.0.0.1", $"--Relay:BrokerPort={NobodysPort}");
        await table.AddAsync("scan / read", "adding a scanned item, to reading a basket", near.ScanAsync, near.ReadAsync);
        await table.AddAsync("head office away / there", "a whole sale with no link, to one with a link", far.SellAsync, near.SellAsync);
    }

    private sealed class Box(Process process, GrpcChannel channel) : IAsyncDisposable
    {
        private readonly Checkout.CheckoutClient _checkout = new(channel);

        public static async Task<Box> StartAsync(
            string gateway, string folder, int port, int brokerPort, CancellationToken stop, params string[] settings)
        {
            var process = Process.Start(new ProcessStartInfo(gateway, [
                "--environment", "Demo", $"--Gateway:Listen=127.0.0.1:{port}", $"--Gateway:DataFolder={folder}",
                "--Printer:Link=", $"--HeadOffice:BrokerPort={brokerPort}", .. settings])
            {
                RedirectStandardOutput = true,
            })!;
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            var box = new Box(process, GrpcChannel.ForAddress($"http://127.0.0.1:{port}"));
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
            {
                string basket = await OpenAsync();
                for (int items = 0; items < 5; items++)
                    await AddAsync(basket);
                await _checkout.AddTenderAsync(new AddTenderRequest
                {
                    CommandId = NewId(),
                    BasketId = basket,
                    Amount = new Money { Minor = 5000, Currency = "EUR" },
                    Cash = new Cash(),
                }, Headers);
                await _checkout.CompleteAsync(new CompleteRequest { CommandId = NewId(), BasketId = basket }, Headers);
            }

            return Sales;
        }

        public async ValueTask DisposeAsync()
        {
            channel.Dispose();
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        private async Task<string> OpenAsync() =>
            (await _checkout.OpenBasketAsync(new OpenBasketRequest { CommandId = NewId() }, Headers)).BasketId;

        private async Task AddAsync(string basket) => await _checkout.AddItemAsync(
            new AddItemRequest { CommandId = NewId(), BasketId = basket, Scanned = "SOAP" }, Headers);

        private async Task ImportAsync()
        {
            var item = new Item { Sku = "SOAP", Name = "Soap", Unit = Unit.Each, Price = new Money { Minor = 250, Currency = "EUR" } };
            using var import = new PriceBook.PriceBookClient(channel).Import(Headers);
            await import.RequestStream.WriteAsync(new ImportPriceBookRequest { Items = { item } });
            await import.RequestStream.CompleteAsync();
            await import;
        }

        private static string NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();
    }
}
