using System.Reflection;
using EdgePos.Devices;
using EdgePos.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>A request that is carried out, and who sends it.</summary>
/// <param name="Only">The field that it is there to have spoiled; empty: all of them.</param>
internal sealed record GoodRequest(IMessage Request, string Only = "", int Register = 1);

/// <summary>A shop with a printer, in which every call of every service can be carried out by its descriptor.</summary>
public sealed class BadInputShop : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly VirtualPrinter _printer = VirtualPrinter.Start(0);
    private readonly VirtualZvtTerminal _terminal = VirtualZvtTerminal.Start(0);
    private readonly VirtualScale _scale = VirtualScale.Start("toledo-8217", "0", TimeProvider.System, new Random(1));
    private readonly VirtualLabelPrinter _labels = VirtualLabelPrinter.Start(0);
    private int _registers = 1_000;
    private int _goods;
    private int _orders;

    public BadInputShop()
    {
        Daemon = new Daemon(_folder.File("data"), "--HeadOffice:Embedded=false", $"--Devices:printer:Link=tcp://127.0.0.1:{_printer.Port}",
            "--Devices:scale:Protocol=toledo-8217", $"--Devices:scale:Link={_scale.Port.Address}",
            "--Devices:labels:Protocol=zpl", $"--Devices:labels:Link={_labels.Address}",
            "--Devices:scanner:Protocol=serial-scanner", "--Devices:scanner:Link=tcp://127.0.0.1:9",
            "--Devices:panel:Protocol=gpio", "--Devices:panel:Link=gpio://sim",
            "--Devices:panel:Lines:lamp:Line=3", "--Devices:panel:Lines:lamp:Kind=Lamp",
            "--Devices:terminal:Protocol=zvt", $"--Devices:terminal:Link=tcp://127.0.0.1:{_terminal.Port}",
            "--Store:Country=NL", "--Selling:Approvers=anna:4711", "--Selling:ForeignRates=USD:0.92",
            "--Selling:Tenders=cash|card|voucher|account|foreign_cash|gift_card", $"--Barcodes:GiftCards={GiftCardShop.Begins}");
        Till = new Till(Daemon, approval: "anna:4711");
    }

    public Daemon Daemon { get; }

    internal Till Till { get; }

    /// <summary>A folder for backups.</summary>
    internal string BackupFolder => Directory.CreateDirectory(_folder.File("backups")).FullName;

    /// <summary>A public key for them.</summary>
    internal string BackupKey { get; } = EdgePos.Ledger.BackupKey.Make().PublicPem();

    /// <summary>A gift card with enough on it.</summary>
    internal string GiftCard { get; } = GiftCardTill.NewNumber();

    /// <summary>A card payment: approved, or one that nobody knows the end of. Gives its id and its basket.</summary>
    internal async Task<(string Payment, string Basket)> PayAsync(bool isKnown = true)
    {
        var basket = await Till.Add((await Till.Open()).BasketId, "SOAP");
        (_terminal.Faults.LeavesOutStatus, _terminal.Faults.ForgetsLastTransaction) = (!isKnown, !isKnown);
        var paid = await Daemon.Payments.PayAsync(
            new PayRequest { CommandId = Till.NewId(), BasketId = basket.BasketId }, Daemon.As(1));
        (_terminal.Faults.LeavesOutStatus, _terminal.Faults.ForgetsLastTransaction) = (false, false);
        Assert.Equal(isKnown ? PaymentState.Approved : PaymentState.Unknown, paid.State);
        return (paid.PaymentId, basket.BasketId);
    }

    /// <summary>Puts goods on the scale that were not weighed yet.</summary>
    internal void PutOnScale()
    {
        _scale.Platform.Unrest = TimeSpan.Zero;
        _scale.Platform.Put(500 + (100 * (Interlocked.Increment(ref _goods) % 20)));
    }

    /// <summary>Number of an order that nobody has prepared.</summary>
    internal string NextOrder() => $"W-{Interlocked.Increment(ref _orders):0000}";

    /// <summary>Number of a register that nobody has used.</summary>
    internal int NewRegister() => Interlocked.Increment(ref _registers);

    /// <summary>Every call of every public service.</summary>
    public static IReadOnlyDictionary<string, MethodDescriptor> Calls { get; } = typeof(Checkout).Assembly.GetTypes()
        .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
        .OfType<FileDescriptor>().Where(file => file.Package == "edgepos.v1")
        .SelectMany(file => file.Services).SelectMany(service => service.Methods)
        .Where(method => !BadInputRegisters.Elsewhere.Contains($"{method.Service.Name}.{method.Name}"))
        .ToDictionary(method => $"{method.Service.Name}.{method.Name}");

    public async ValueTask InitializeAsync()
    {
        await using (var told = new Daemon(_folder.File("data"), StaffShop.WithHeadOffice()))
        {
            await told.StartAsync();
            await StaffShop.TellAsync(told, _folder, 1, StaffShop.Everybody);
            await told.StopAsync();
        }

        ToldOrders.Write(Daemon.DataFolder, Enumerable.Range(1, 2_000).Select(n => ToldOrders.Of($"W-{n:0000}")));
        await Daemon.StartAsync();
        foreach (string employee in new[] { "1", "2", "3" })
        {
            await new Staff.StaffClient(Daemon.Channel).ChangePinAsync(
                new ChangePinRequest { Employee = employee, Pin = StaffShop.StartPin, NewPin = StaffShop.Pin }, Daemon.As(1));
        }

        using var import = Daemon.PriceBook.Import(Daemon.As(1));
        await import.RequestStream.WriteAsync(ShopDaemon.Book());
        await import.RequestStream.WriteAsync(new ImportPriceBookRequest
        {
            Items = { GiftCardShop.Card("CARD", item => item.OpenPrice = true) },
        });
        await import.RequestStream.CompleteAsync();
        await import;
        await Daemon.Tills.OpenAsync(new OpenTillRequest { CommandId = Till.NewId(), Float = ShopDaemon.Eur(10_000) }, Daemon.As(1));
        await new GiftCardTill(Daemon).Issue(GiftCard, 10_000);
    }

    public async ValueTask DisposeAsync()
    {
        await Daemon.DisposeAsync();
        await _printer.DisposeAsync();
        await _scale.DisposeAsync();
        await _labels.DisposeAsync();
        await _terminal.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Sends a request. Of a stream of answers the first one counts; null: it had none.</summary>
    internal async Task<IMessage?> SendAsync(MethodDescriptor call, IMessage request, Metadata headers)
    {
        var method = new Method<IMessage, IMessage>(
            call.IsClientStreaming ? MethodType.ClientStreaming : call.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary,
            call.Service.FullName, call.Name,
            Marshallers.Create<IMessage>(message => message.ToByteArray(), call.InputType.Parser.ParseFrom),
            Marshallers.Create<IMessage>(message => message.ToByteArray(), call.OutputType.Parser.ParseFrom));
        var options = new CallOptions(headers, TimeProvider.System.GetUtcNow().UtcDateTime + Daemon.Patience);
        var invoker = Daemon.Channel.CreateCallInvoker();
        switch (method.Type)
        {
            case MethodType.Unary:
                return await invoker.AsyncUnaryCall(method, null, options, request);
            case MethodType.ServerStreaming:
                using (var answers = invoker.AsyncServerStreamingCall(method, null, options, request))
                    return await answers.ResponseStream.MoveNext(CancellationToken.None) ? answers.ResponseStream.Current : null;
            case MethodType.ClientStreaming:
                using (var parts = invoker.AsyncClientStreamingCall(method, null, options))
                {
                    await parts.RequestStream.WriteAsync(request);
                    await parts.RequestStream.CompleteAsync();
                    return await parts;
                }
            default:
                throw new NotSupportedException($"no test knows how to call {call.FullName}");
        }
    }

    /// <summary>The headers of a register of which somebody allows all.</summary>
    internal static Metadata HeadersOf(int register, string language) =>
        [.. Daemon.As(register, language), new Metadata.Entry("edgepos-approval", "anna:4711")];
}
