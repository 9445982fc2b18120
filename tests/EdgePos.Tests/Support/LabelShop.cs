using EdgePos.Devices;
using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests;

/// <summary>A Dutch shop with a label printer that is register 1's, and a scanner that is nobody's.</summary>
internal sealed class LabelShop : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    public LabelShop()
    {
        Daemon = new Daemon(_folder.File("data"),
            [
                .. Daemon.Alone, "--Store:Language=nl",
                "--Devices:labels:Protocol=zpl", $"--Devices:labels:Link={Printer.Address}", "--Devices:labels:Register=1",
                "--Devices:scanner:Protocol=serial-scanner", "--Devices:scanner:Link=tcp://127.0.0.1:9",
            ]);
        Till = new Till(Daemon);
    }

    public VirtualLabelPrinter Printer { get; } = VirtualLabelPrinter.Start(0);

    public Daemon Daemon { get; }

    public Till Till { get; }

    /// <summary>Opens the shop and waits until its printer is there.</summary>
    public static async Task<LabelShop> OpenAsync()
    {
        var shop = new LabelShop();
        await shop.StartAsync();
        return shop;
    }

    /// <summary>Starts the box, also once more.</summary>
    public async Task StartAsync()
    {
        await Daemon.StartAsync();
        await UntilOnlineAsync();
    }

    /// <summary>Waits until the box has found the printer.</summary>
    public async Task UntilOnlineAsync()
    {
        using var patience = new CancellationTokenSource(Daemon.Patience);
        while ((await Daemon.Devices.ListDevicesAsync(new ListDevicesRequest())).Devices[0].Health.State != V1.DeviceState.Online)
            await Task.Delay(20, patience.Token);
    }

    /// <summary>A price book of so many items at 1.00: I-01, I-02...</summary>
    public Task<ImportPriceBookResponse> ImportMany(int count) => Till.Import(
        false, [.. Enumerable.Range(1, count).Select(i => Till.Item($"I-{i:00}", $"Item {i}", 100))]);

    public async Task<ListDueLabelsResponse> DueAsync(string department = "", long atUs = 0, string afterSku = "", int limit = 0) =>
        await Daemon.Labels.ListDueAsync(new ListDueLabelsRequest
        {
            Department = department,
            AtUs = atUs,
            AfterSku = afterSku,
            Limit = limit,
        }, Daemon.As(1));

    /// <summary>The codes of the items whose labels are due.</summary>
    public async Task<List<string>> DueSkusAsync(long atUs = 0) => [.. (await DueAsync(atUs: atUs)).Labels.Select(label => label.Sku)];

    public async Task<MarkLabelsHangingResponse> MarkAsync(params string[] codes) =>
        await Daemon.Labels.MarkHangingAsync(new MarkLabelsHangingRequest { Codes = { codes } }, Daemon.As(1));

    /// <summary>Begins to print; all that is due unless said otherwise.</summary>
    public AsyncServerStreamingCall<PrintLabelsProgress> Print(PrintLabelsRequest? what = null, string? command = null, int register = 1)
    {
        var request = what?.Clone() ?? new PrintLabelsRequest();
        request.CommandId = command ?? Till.NewId();
        return Daemon.Labels.Print(request, Daemon.As(register));
    }

    /// <summary>Prints to the end; gives the last word.</summary>
    public async Task<PrintLabelsProgress> PrintAsync(PrintLabelsRequest? what = null, string? command = null, int register = 1)
    {
        using var call = Print(what, command, register);
        return await LastAsync(call);
    }

    /// <summary>The last word of what prints.</summary>
    public static async Task<PrintLabelsProgress> LastAsync(AsyncServerStreamingCall<PrintLabelsProgress> call)
    {
        PrintLabelsProgress? last = null;
        while (await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Daemon.Patience))
            last = call.ResponseStream.Current;
        return last!;
    }

    /// <summary>The first word that is as wanted.</summary>
    public static async Task<PrintLabelsProgress> UntilAsync(
        AsyncServerStreamingCall<PrintLabelsProgress> call, Func<PrintLabelsProgress, bool> wanted)
    {
        while (await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Daemon.Patience))
        {
            if (wanted(call.ResponseStream.Current))
                return call.ResponseStream.Current;
        }

        Assert.Fail("it ended before");
        throw new InvalidOperationException();
    }

    /// <summary>What stands on the labels that came out since it was asked last: name | price | ...</summary>
    public List<string> Labels()
    {
        var labels = new List<string>();
        while (Printer.Labels.TryRead(out var label))
            labels.Add(string.Join(" | ", label.Fields.Select(field => field.Data)));
        return labels;
    }

    public async ValueTask DisposeAsync()
    {
        await Daemon.DisposeAsync();
        await Printer.DisposeAsync();
        _folder.Dispose();
    }
}
