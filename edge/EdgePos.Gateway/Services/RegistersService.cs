using System.Net;
using EdgePos.Ledger;
using EdgePos.Store;
using EdgePos.V1;
using Grpc.Core;

namespace EdgePos.Gateway;

/// <summary>Which registers belong to the box: pairing, renewing, shutting out.</summary>
internal sealed class RegistersService(
    PairingDesk desk, RegisterPairing pairing, RegisterBook book, LedgerWriter writer, LedgerReader ledger, Strangers strangers,
    SignIns signIns, StoreProfile store, TimeProvider time, ILogger<RegistersService> log) : Registers.RegistersBase
{
    /// <summary>The largest message that it takes, bytes.</summary>
    public const int LargestMessage = 64 * 1024;

    private const int LongestName = 40, LongestReason = 200, LongestRequest = 4096;

    // A try that nobody finishes has cost one of five; it keeps no thread and no memory either.
    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(20);

    public override Task<PairingCode> BeginPairing(BeginPairingRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        string name = request.Name.Trim();
        var wrong = request.Kind is V1.RegisterKind.Unspecified || !Enum.IsDefined(request.Kind)
                ? Invalid("kind", "kind must be one of its names")
            : name.Length is 0 or > LongestName || name.Any(char.IsControl)
                ? Invalid("name", $"name must have 1 to {LongestName} characters")
            : request.Register != 0 && !ReceiptNumber.IsRegister(request.Register)
                ? Invalid("register", $"register must be 0 to {ReceiptNumber.MaxRegister}") : null;
        wrong.ThrowIfAny(caller.Language);
        var begun = desk.Begin(command, request.Kind, name, request.Register, free => !book.Had(free) && !ledger.HasSold(free))
            .OrThrow(caller.Language);
        return Task.FromResult(new PairingCode
        {
            Register = begun.Register,
            Code = begun.Code,
            ValidSeconds = (int)PairingDesk.Life.TotalSeconds,
        });
    }

    public override async Task Pair(
        IAsyncStreamReader<PairStep> requestStream, IServerStreamWriter<PairAnswer> responseStream, ServerCallContext context)
    {
        var call = context.GetHttpContext();
        var from = call.Connection.RemoteIpAddress ?? IPAddress.None;
        using var late = new CancellationTokenSource(LongestTry, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, context.CancellationToken);
        try
        {
            var opening = (await NextAsync(requestStream, end.Token)).Opening ?? throw new PairingFault("it begins in the middle");
            var tried = pairing.Open(opening, from, call.Features.Get<ServedCertificate>()?.Der ?? []);
            await responseStream.WriteAsync(new PairAnswer { Opening = tried.Answer }, end.Token);
            var proof = (await NextAsync(requestStream, end.Token)).Proof ?? throw new PairingFault("it begins twice");
            var paired = await pairing.EndAsync(tried, proof, from);
            await signIns.LeaveAsync(paired.Certificate.Register); // who was signed in at the one before
            Log.RegisterPaired(log, paired.Certificate.Register, tried.Pairing.Kind, tried.Pairing.Name, from);
            await responseStream.WriteAsync(new PairAnswer { Paired = paired }, end.Token);
        }
        catch (Exception fault) when (fault is PairingFault || (fault is OperationCanceledException && late.IsCancellationRequested)
            || (fault is IOException or InvalidOperationException && call.RequestAborted.IsCancellationRequested))
        {
            // The last: a stranger who went away is no fault of the box, however often.
            strangers.Note(from, $"a pairing came to nothing: {fault.Message}");
            throw StatusMap.ToException(new Refusal(RefusalCode.PairingRefused, ""), Caller.LanguageOf(context, store.Language));
        }
    }

    public override Task<RegisterCertificate> Renew(RenewRequest request, ServerCallContext context)
    {
        string language = Caller.LanguageOf(context, store.Language);
        if (context.GetHttpContext().Features.Get<Visitor>()?.Shown is not { } shown)
            throw StatusMap.ToException(new Refusal(RefusalCode.RegisterUnknown, "", "text:STRANGER_NO_CERTIFICATE"), language);
        byte[] csr = request.Csr.Length <= LongestRequest ? request.Csr.ToByteArray() : [];
        var given = CertificateMaking.KeyOf(csr) is { } key && ShownCertificate.Fingerprint(key).AsSpan().SequenceEqual(shown.KeySha256)
            ? pairing.Give(csr, shown.Register) : null;
        return Task.FromResult(given ?? throw StatusMap.ToException(
            Invalid("csr", "csr must be a request by the key of the certificate that is shown"), language));
    }

    public override Task<ListRegistersResponse> List(ListRegistersRequest request, ServerCallContext context)
    {
        Caller.Of(context, store.Language);
        return Task.FromResult(new ListRegistersResponse { Registers = { book.All.Select(ToWire) } });
    }

    public override async Task<RegisterRevocation> Revoke(RevokeRegisterRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context, store.Language);
        var command = Requests.Command(caller, request.CommandId, request).OrThrow(caller.Language);
        string reason = request.Reason.Trim();
        (!ReceiptNumber.IsRegister(request.Register) ? Invalid("register", $"register must be 1 to {ReceiptNumber.MaxRegister}")
            : reason.Length > LongestReason || reason.Any(char.IsControl)
                ? Invalid("reason", $"reason must have at most {LongestReason} characters") : null).ThrowIfAny(caller.Language);
        var answer = await writer.SubmitAsync(new RevokeRegister(
            command.Register, command.Id, command.Digest, Employee: "", request.Register, reason));
        var revoked = RegisterRevocation.Parser.ParseFrom(answer.OrThrow(caller.Language).Response);
        book.Renew();
        await signIns.LeaveAsync(revoked.Register);
        Log.RegisterRevoked(log, revoked.Register, caller.Register);
        return revoked;
    }

    private PairedRegisterRow ToWire(RegisterRow row)
    {
        var (connections, until) = book.OpenOf(row);
        return new PairedRegisterRow
        {
            Register = row.Register,
            Kind = (V1.RegisterKind)row.Kind,
            Name = row.Name,
            PairedAtUs = row.PairedUs,
            ValidUntilUs = Math.Max(row.UntilUs, until.ToUs()),
            RevokedAtUs = row.RevokedUs,
            Connections = connections,
            Serial = row.Serial,
        };
    }

    private static async Task<PairStep> NextAsync(IAsyncStreamReader<PairStep> steps, CancellationToken end)
    {
        try
        {
            return await steps.MoveNext(end) ? steps.Current : throw new PairingFault("it went away");
        }
        catch (IOException)
        {
            throw new PairingFault("its connection broke");
        }
    }

    private static Refusal Invalid(string field, string sentence) => new(RefusalCode.FieldInvalid, field, sentence);
}
