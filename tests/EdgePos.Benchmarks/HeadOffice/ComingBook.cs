using System.Globalization;
using System.Text.RegularExpressions;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgePos.Benchmarks;

/// <summary>A price book that has come down.</summary>
/// <param name="Milliseconds">From its manifest at the broker to the first answer of the box that names it.</param>
/// <param name="Fetched">Until it was whole at the box and unpacked, as the box says.</param>
/// <param name="Built">Its rows into the file.</param>
/// <param name="Switched">Checked, named, synced and made current.</param>
/// <param name="WireBytes">What the broker sent to the box meanwhile.</param>
/// <param name="ContentBytes">Its rows, unpacked.</param>
internal sealed record BookCame(double Milliseconds, double Fetched, double Built, double Switched, double WireBytes, double ContentBytes);

/// <summary>Watches price books coming down to a box.</summary>
internal sealed partial class ComingBook : IDisposable
{
    private const string Manifests = "edgepos/v1/demo/S1/data/price-book";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly IMqttClient _hearer = new MqttClientFactory().CreateMqttClient();
    private readonly BenchBox _box;
    private readonly CountingLine _line;
    private readonly string _folder;
    private readonly CancellationToken _stop;
    private long _toldAt, _wireBytes, _wholeAt;
    private double _built, _switched;

    private ComingBook(BenchBox box, CountingLine line, string folder, CancellationToken stop) =>
        (_box, _line, _folder, _stop) = (box, line, folder, stop);

    public static async Task<ComingBook> HearAsync(int brokerPort, BenchBox box, CountingLine line, string folder, CancellationToken stop)
    {
        var coming = new ComingBook(box, line, folder, stop);
        box.Said = coming.Hear;
        coming._hearer.ApplicationMessageReceivedAsync += received =>
        {
            if (!received.ApplicationMessage.Retain)
                coming.ManifestIsThere();
            return Task.CompletedTask;
        };
        await coming._hearer.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", brokerPort)
            .WithProtocolVersion(MqttProtocolVersion.V500).WithClientId("hears-manifests").Build(), stop);
        await coming._hearer.SubscribeAsync(Manifests, MqttQualityOfServiceLevel.AtLeastOnce, stop);
        return coming;
    }

    /// <summary>Waits for one that was just published, while a shop sells; from its manifest on.</summary>
    /// <param name="shop">Null: nothing is sold.</param>
    public async Task<BookCame> ComeAsync(PacedShop? shop)
    {
        string before = await _box.PriceBookAsync();
        long begun = TimeProvider.System.GetTimestamp();
        while (Volatile.Read(ref _toldAt) == 0)
            await WaitAsync(begun);
        long soldAt = 0;
        var selling = shop?.UntilAsync(() => Volatile.Read(ref soldAt) > 0) ?? Task.CompletedTask;
        while (await _box.PriceBookAsync() == before)
            await WaitAsync(begun);
        Volatile.Write(ref soldAt, TimeProvider.System.GetTimestamp());
        await selling;
        while (Volatile.Read(ref _switched) == 0)
            await WaitAsync(begun); // its line may come after its answer
        var rows = new DirectoryInfo(Path.Combine(_folder, "datasets", "price-book")).GetFiles("*.rows")
            .MaxBy(file => file.LastWriteTimeUtc)!;
        var came = new BookCame(TimeProvider.System.GetElapsedTime(_toldAt, soldAt).TotalMilliseconds,
            TimeProvider.System.GetElapsedTime(_toldAt, _wholeAt).TotalMilliseconds, _built, _switched,
            _line.Down - _wireBytes, rows.Length);
        (_toldAt, _built, _switched) = (0, 0, 0);
        return came;
    }

    public void Dispose() => _hearer.Dispose();

    private async Task WaitAsync(long begun)
    {
        if (TimeProvider.System.GetElapsedTime(begun) > Patience)
            throw new TimeoutException("the price book does not come");
        await Task.Delay(Look, TimeProvider.System, _stop);
    }

    private void ManifestIsThere()
    {
        _wireBytes = _line.Down;
        Volatile.Write(ref _toldAt, TimeProvider.System.GetTimestamp());
    }

    private void Hear(string line)
    {
        if (line.Contains("price-book", StringComparison.Ordinal) && line.Contains(" is whole", StringComparison.Ordinal))
            _wholeAt = TimeProvider.System.GetTimestamp();
        if (Built().Match(line) is not { Success: true } current)
            return;
        _built = double.Parse(current.Groups["built"].Value, CultureInfo.InvariantCulture);
        Volatile.Write(ref _switched, Math.Max(1, double.Parse(current.Groups["switched"].Value, CultureInfo.InvariantCulture)));
    }

    [GeneratedRegex(@"The price book was built in (?<built>\d+) ms, checked and switched to in (?<switched>\d+) ms")]
    private static partial Regex Built();
}
