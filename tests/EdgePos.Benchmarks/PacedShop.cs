namespace EdgePos.Benchmarks;

/// <summary>A shop that sells as fast as people do: scans at a steady pace, however busy the box is, and a sale after some.</summary>
internal sealed class PacedShop(BenchBox box, CancellationToken stop)
{
    private const int ScansOfSale = 6;

    // Ten tills at a rush hour.
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(8);

    /// <summary>Microseconds of each scan.</summary>
    public List<double> Scans { get; } = [];

    /// <summary>Microseconds of completing each sale.</summary>
    public List<double> Sales { get; } = [];

    /// <summary>Sells so often.</summary>
    public Task SellAsync(int sales)
    {
        int until = Sales.Count + sales;
        return UntilAsync(() => Sales.Count >= until);
    }

    /// <summary>Sells until something is so.</summary>
    public async Task UntilAsync(Func<bool> isSo)
    {
        using var pace = new PeriodicTimer(Between, TimeProvider.System);
        while (!isSo())
        {
            string basket = await box.OpenAsync();
            for (int item = 0; item < ScansOfSale; item++)
            {
                await pace.WaitForNextTickAsync(stop);
                Scans.Add(await box.TimeScanAsync(basket, Scans.Count));
            }

            await box.PayAsync(basket);
            await pace.WaitForNextTickAsync(stop);
            Sales.Add(await BenchBox.TimeAsync(() => box.CompleteCall(basket)));
        }
    }
}
