using EdgePos.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace EdgePos.Benchmarks;

/// <summary>A client of the <see cref="EchoServer"/>.</summary>
internal sealed class BenchEcho(int port)
{
    private readonly Checkout.CheckoutClient _echo = new(GrpcChannel.ForAddress($"http://127.0.0.1:{port}"));

    /// <summary>Tells it what to answer with; waits until it is there.</summary>
    public async Task KeepAsync(Basket basket, CancellationToken stop)
    {
        var request = new SetNoteRequest { Note = Convert.ToBase64String(basket.ToByteArray()) };
        while (true)
        {
            try
            {
                await _echo.SetNoteAsync(request, cancellationToken: stop);
                return;
            }
            catch (RpcException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, stop);
            }
        }
    }

    /// <summary>Calls so often; the median in microseconds.</summary>
    public async Task<double> EchoAsync(int times)
    {
        var all = new List<double>();
        for (int i = 0; i < times; i++)
            all.Add(await BenchBox.TimeAsync(() => _echo.AddItemAsync(BenchBox.Scan(Guid.Empty.ToString(), 1), BenchBox.Headers)));
        return BenchTable.Median(all);
    }
}
