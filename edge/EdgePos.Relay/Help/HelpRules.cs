using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.Relay;

/// <summary>What was found of a request.</summary>
/// <param name="Request">It; null: it cannot be read.</param>
/// <param name="Who">Who asks; null: nobody who is known.</param>
/// <param name="UsesNonce">True: somebody who is known named the box's nonce, and nobody may do so again.</param>
/// <param name="Refusal">Why it is refused; null: it may be done.</param>
internal sealed record HelpJudgement(HelpRequest? Request, HelpOperator? Who, bool UsesNonce, HelpRefusal? Refusal);

/// <summary>
/// What a request for help must be before anything is done. A request is heard once because it names a nonce that the box has
/// told and takes once: neither clocks nor the broker's memory are relied on, and nothing is kept of requests of before.
/// </summary>
/// <param name="trust">Whose certificates are believed.</param>
internal sealed class HelpRules(BoxIdentity box, HelpTrust trust)
{
    // Between the operator's clock and the box's.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(2);

    // What a certificate may say, far from where time ends.
    private static readonly long LatestUs = new DateTimeOffset(2200, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUs();

    /// <summary>Judges a message.</summary>
    /// <param name="nonce">The box's.</param>
    /// <param name="now">The box's clock; null: nothing vouches for it. The nonce still tells new from old; whether a certificate
    /// is still valid is then taken from the time that the operator signed.</param>
    public HelpJudgement Judge(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> nonce, DateTimeOffset? now)
    {
        if (payload.Length > HelpSignature.MaxRequestBytes)
            return Nobody(null, HelpRefusal.TooLarge, $"{HelpSignature.MaxRequestBytes} bytes at most");
        SignedHelpRequest signed;
        HelpRequest request;
        try
        {
            signed = SignedHelpRequest.Parser.ParseFrom(payload);
            request = HelpRequest.Parser.ParseFrom(signed.Request);
        }
        catch (InvalidProtocolBufferException)
        {
            return Nobody(null, HelpRefusal.Unreadable, "it is no request");
        }

        if (!Guid.TryParseExact(request.Id, "D", out _) || request.MadeAtUs < 0 || request.MadeAtUs > LatestUs)
            return Nobody(null, HelpRefusal.Unreadable, "it has no id, or was made at no time");
        var madeAt = DateTimeOffset.UnixEpoch.AddMicroseconds(request.MadeAtUs);
        var (who, distrust) = OperatorCertificate.Read(signed, trust, now ?? madeAt);
        if (who is null)
            return new(request, null, UsesNonce: false, distrust);
        if (request.Tenant != box.Tenant || request.Store != box.Store || request.Box != box.Box)
            return new(request, who, UsesNonce: false, new(HelpRefusal.NotOurs, "it is for another box"));
        if (nonce.IsEmpty || !request.Nonce.Span.SequenceEqual(nonce))
        {
            return new(request, who, UsesNonce: false,
                new(HelpRefusal.UsedBefore, "it was heard before, or another request came first: ask again"));
        }

        return new(request, who, UsesNonce: true, Untimely(request, now) ?? HelpCommands.Check(request, who));
    }

    private static HelpRefusal? Untimely(HelpRequest request, DateTimeOffset? now)
    {
        long validUs = request.ValidUntilUs - request.MadeAtUs;
        if (request.ValidUntilUs < request.MadeAtUs || validUs > HelpSignature.MaxValidity.TotalMicroseconds)
            return new(HelpRefusal.Expired, $"a request is valid for {HelpSignature.MaxValidity.TotalMinutes} minutes at most");
        if (now is not { } clock)
            return null;
        return request.ValidUntilUs < (clock - Tolerance).ToUs() || request.MadeAtUs > (clock + Tolerance).ToUs()
            ? new(HelpRefusal.Expired, $"its time is not now: the box's clock says {clock:u}") : null;
    }

    private static HelpJudgement Nobody(HelpRequest? request, string code, string why) => new(request, null, false, new(code, why));
}
