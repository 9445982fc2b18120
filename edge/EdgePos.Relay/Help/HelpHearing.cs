using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using Microsoft.Extensions.Logging;

namespace EdgePos.Relay;

/// <summary>A message on the box's command topic.</summary>
/// <param name="Payload">At most one byte more than a request may have.</param>
/// <param name="ResponseTopic">Where the answer is wanted; may be anything.</param>
/// <param name="Correlation">Goes back with the answer.</param>
internal sealed record HelpAsked(byte[] Payload, string ResponseTopic, byte[] Correlation);

/// <summary>What came of a message; Result null: it is not answered.</summary>
/// <param name="Request">It, where it could be read.</param>
/// <param name="Done">True where it was done, or at least begun.</param>
internal sealed record HelpHeard(HelpRequest? Request, HelpResult? Result, bool Done);

/// <summary>
/// Hears requests for help, one at a time: judges, writes into the journal who asked for what, and only then does it. Refused
/// ones are written and answered too, but not more often than a person mistypes: the others are counted in the next entry.
/// </summary>
/// <param name="trust">Whose certificates are believed.</param>
/// <param name="note">Writes into the journal.</param>
/// <param name="clockIsSet">Whether something vouches for the box's clock.</param>
/// <param name="newNonce">16 random bytes, others each time.</param>
public sealed class HelpHearing(
    BoxIdentity box, HelpTrust trust, IHelpActions actions, Func<RemoteHelpGiven, Task> note, Func<bool> clockIsSet,
    Func<byte[]> newNonce, TimeProvider time, ILogger<HelpHearing> log)
{
    private const int CorrelationMax = 64;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly HelpRules _rules = new(box, trust);
    private readonly Budget _done = new(30, TimeSpan.FromSeconds(2)), _refused = new(10, TimeSpan.FromSeconds(30));
    private long _unwritten;

    /// <summary>A nonce that was never told.</summary>
    internal byte[] NewNonce() => newNonce();

    /// <summary>Hears a message to its end.</summary>
    /// <param name="nonce">The box's.</param>
    /// <param name="useUp">Gives the box another nonce, and tells it.</param>
    internal async Task<HelpHeard> HearAsync(HelpAsked asked, byte[] nonce, Func<Task> useUp, CancellationToken stopping)
    {
        var (request, who, usesNonce, refusal) = _rules.Judge(asked.Payload, nonce, clockIsSet() ? time.GetUtcNow() : null);
        if (usesNonce)
            await useUp();
        bool answers = Topics.IsHelp(asked.ResponseTopic, box.Tenant, box.Store, box.Box) && asked.Correlation.Length <= CorrelationMax;
        if (!answers)
            refusal ??= new(HelpRefusal.NoWayBack, "the response topic is not one that this box answers on");
        refusal ??= actions.Hindrance(request!) ?? (_done.Take(time.GetElapsedTime(0)) ? null : new(HelpRefusal.TooOften, "wait a minute"));
        if (refusal is not null && !_refused.Take(time.GetElapsedTime(0)))
        {
            _unwritten++;
            return new(request, null, Done: false);
        }

        refusal = await TryNoteAsync(request, who, refusal) ?? refusal;
        if (refusal is not null)
            return new(request, answers ? Refused(refusal) : null, Done: false);
        return new(request, await DoAsync(request!, stopping), Done: true);
    }

    /// <summary>The answer has gone, or there is nobody to give it to.</summary>
    internal void Answered(HelpRequest request) => actions.Answered(request);

    // What is not in the journal is not done.
    private async Task<HelpRefusal?> TryNoteAsync(HelpRequest? request, HelpOperator? who, HelpRefusal? refusal)
    {
        var given = new RemoteHelpGiven
        {
            RequestId = request?.Id ?? "",
            Operator = who?.Name ?? "",
            Role = who?.Role ?? "",
            CertificateSerial = who?.Serial ?? "",
            Command = request is null ? "" : HelpCommands.WordsOf(request),
            Refused = refusal?.Code ?? "",
            Unwritten = _unwritten,
        };
        try
        {
            await note(given);
            _unwritten = 0;
        }
        catch (LedgerFault fault)
        {
            return new(HelpRefusal.NotJournaled, $"the journal cannot be written: {fault.Message}");
        }

        if (refusal is null)
            Log.HelpGiven(log, given.Operator, given.Role, given.Command);
        else
            Log.HelpRefused(log, given.Command, given.Operator.Length > 0 ? given.Operator : "somebody", refusal.Code, refusal.Why);
        return null;
    }

    private async Task<HelpResult> DoAsync(HelpRequest request, CancellationToken stopping)
    {
        using var late = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, late.Token);
        try
        {
            return await actions.DoAsync(request, either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return Refused(new(HelpRefusal.Failed, $"it was not done within {Deadline.TotalSeconds} seconds"));
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            // Whatever it was: the store does not stop selling because somebody looked at it from afar.
            Log.HelpFailed(log, HelpCommands.WordsOf(request), fault);
            return Refused(new(HelpRefusal.Failed, fault.Message));
        }
    }

    private static HelpResult Refused(HelpRefusal refusal) =>
        new() { Refused = new HelpRefused { Code = refusal.Code, Why = refusal.Why } };
}
