using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CsCheck;
using EdgePos.HeadOffice.V1;
using EdgePos.Relay;
using Google.Protobuf;
using Xunit;

namespace EdgePos.Tests.Relay;

/// <summary>Who may ask a box for help, and what a request must be.</summary>
public sealed class HelpRulesTests : IDisposable
{
    private static readonly byte[] Nonce = RandomNumberGenerator.GetBytes(16);

    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly X509Certificate2 _root = Certificates.Root("help"), _otherRoot = Certificates.Root("another");
    private readonly X509Certificate2 _manager;
    private readonly HelpRules _rules;

    public HelpRulesTests()
    {
        _manager = Certificates.Operator(_root, "max", ["help-manager"]);
        _rules = new HelpRules(Sales.Box, new HelpTrust([_root], new HashSet<string>()));
    }

    public void Dispose()
    {
        _root.Dispose();
        _otherRoot.Dispose();
        _manager.Dispose();
    }

    [Theory]
    [InlineData("help-reader", "status ledger-head")]
    [InlineData("help-technician", "status ledger-head log bundle test-device")]
    [InlineData("help-manager", "status ledger-head log bundle test-device switch-dataset restart")]
    public void A_role_may_give_its_commands_and_no_others(string role, string allowed)
    {
        using var who = Certificates.Operator(_root, "anna", [role]);
        var given = Commands().Where(command => Judge(Sign(command, who)) is { Refusal: null, Who: { } known }
            && known == new HelpOperator("anna", role, who.SerialNumber.ToLowerInvariant()));
        Assert.Equal(allowed.Split(' '), given.Select(command => HelpCommands.WordsOf(command).Split(' ')[0]));
        Assert.All(Commands().Select(command => Judge(Sign(command, who)).Refusal?.Code),
            code => Assert.Contains(code, new[] { null, HelpRefusal.NotAllowed }));
    }

    [Fact]
    public void A_certificate_that_was_revoked_is_not_believed_and_another_of_the_same_person_is()
    {
        using var lost = Certificates.Operator(_root, "anna", ["help-reader"]);
        using var next = Certificates.Operator(_root, "anna", ["help-reader"]);
        var rules = new HelpRules(Sales.Box, new HelpTrust([_root], new HashSet<string> { lost.SerialNumber.ToLowerInvariant() }));
        Assert.Equal(HelpRefusal.CertificateRevoked, Judge(Sign(new() { Status = new() }, lost), rules).Refusal?.Code);
        Assert.Null(Judge(Sign(new() { Status = new() }, next), rules).Refusal);
    }

    [Fact]
    public void Who_has_no_role_or_two_may_nothing()
    {
        foreach (string[] roles in new string[][] { [], ["help-owner"], ["help-reader", "help-manager"], ["Sales"] })
        {
            using var who = Certificates.Operator(_root, "anna", roles);
            Assert.Equal(HelpRefusal.NoRole, Judge(Sign(new() { Status = new() }, who)).Refusal?.Code);
        }
    }

    [Fact]
    public void Only_a_certificate_of_the_box_s_root_made_for_a_client_and_valid_now_is_believed()
    {
        using var stranger = Certificates.Operator(_otherRoot, "max", ["help-manager"]);
        using var server = Certificates.Operator(_root, "max", ["help-manager"], usage: "1.3.6.1.5.5.7.3.1");
        using var old = Certificates.Operator(_root, "max", ["help-manager"], TimeSpan.FromMinutes(30));
        Assert.Equal((HelpRefusal.UnknownCertificate, null), Refused(Sign(new() { Status = new() }, stranger)));
        Assert.Equal((HelpRefusal.UnknownCertificate, null), Refused(Sign(new() { Status = new() }, server)));
        Assert.Equal((HelpRefusal.CertificateExpired, null), Refused(Sign(new() { Status = new() }, old)));

        // Somebody else's certificate beside one's own signature, and none at all.
        var signed = Sign(new() { Status = new() }, stranger);
        signed.Certificates[0] = ByteString.CopyFrom(_manager.RawData);
        Assert.Equal((HelpRefusal.NotSigned, null), Refused(signed));
        signed.Certificates.Clear();
        Assert.Equal((HelpRefusal.UnknownCertificate, null), Refused(signed));
    }

    [Fact]
    public void A_request_is_heard_once_in_its_time_by_its_box()
    {
        Assert.Null(Judge(Sign(new() { Restart = new() }, _manager)).Refusal);
        Assert.Equal(HelpRefusal.UsedBefore, CodeOf(_ => { }, nonce: [1, 2, 3]));
        Assert.Equal(HelpRefusal.UsedBefore, CodeOf(request => request.Nonce = ByteString.Empty, nonce: []));
        Assert.Equal(HelpRefusal.NotOurs, CodeOf(request => request.Store = "S2"));
        Assert.Equal(HelpRefusal.NotOurs, CodeOf(request => request.Tenant = "x"));
        Assert.Equal(HelpRefusal.NotOurs, CodeOf(request => request.Box = ""));
        Assert.Equal(HelpRefusal.Expired, CodeOf(request => request.MadeAtUs -= Us(10)));
        Assert.Equal(HelpRefusal.Expired, CodeOf(request => request.ValidUntilUs += Us(10)));
        Assert.Equal(HelpRefusal.Expired, CodeOf(request => request.ValidUntilUs = long.MinValue));
        Assert.Equal(HelpRefusal.Expired, CodeOf(Earlier(10)));
        Assert.Equal(HelpRefusal.Expired, CodeOf(Earlier(-10)));
        Assert.Equal(HelpRefusal.UnknownCommand, CodeOf(request => request.ClearCommand()));
        Assert.Equal(HelpRefusal.Unreadable, CodeOf(request => request.Id = "1"));
        Assert.Equal(HelpRefusal.Unreadable, CodeOf(request => request.MadeAtUs = long.MaxValue));
    }

    [Fact]
    public void A_box_whose_clock_is_not_set_takes_the_nonce_for_the_time_and_nothing_for_a_signature()
    {
        var tenYearsAgo = Sign(new() { Status = new() }, _manager, Earlier(60 * 24 * 3650));
        Assert.Equal(HelpRefusal.CertificateExpired, Judge(tenYearsAgo, clock: false).Refusal?.Code); // it was not valid then
        Assert.Null(Judge(Sign(new() { Status = new() }, _manager, Earlier(30)), clock: false).Refusal);
        Assert.Equal(HelpRefusal.UsedBefore,
            _rules.Judge(Sign(new() { Status = new() }, _manager).ToByteArray(), [7], now: null).Refusal?.Code);
    }

    [Fact]
    public void Whatever_comes_is_refused_and_breaks_nothing()
    {
        Assert.Equal(HelpRefusal.TooLarge, _rules.Judge(new byte[HelpSignature.MaxRequestBytes + 1], Nonce, _now).Refusal?.Code);
        Gen.Byte.Array[0, 300].Sample(bytes => _rules.Judge(bytes, Nonce, _now).Refusal is not null, iter: 5000);
        Gen.Select(Gen.Byte.Array[0, 100], Gen.Byte.Array[0, 100], Gen.Byte.Array[0, 100].Array[0, 6]).Sample((request, signature, chain) =>
        {
            var signed = new SignedHelpRequest { Request = ByteString.CopyFrom(request), Signature = ByteString.CopyFrom(signature) };
            signed.Certificates.AddRange(chain.Select(one => ByteString.CopyFrom(one)));
            return _rules.Judge(signed.ToByteArray(), Nonce, _now).Refusal is not null;
        }, iter: 2000);
    }

    [Fact]
    public void A_request_with_a_byte_that_is_another_is_refused()
    {
        byte[] good = Sign(new() { Restart = new() }, _manager).ToByteArray();
        Assert.Null(_rules.Judge(good, Nonce, _now).Refusal);
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte[1, 255]).Sample((at, other) =>
        {
            byte[] spoiled = [.. good];
            spoiled[at] ^= other;
            return _rules.Judge(spoiled, Nonce, _now) is { Refusal: not null, UsesNonce: false };
        }, iter: 1500);
    }

    private static IEnumerable<HelpRequest> Commands() =>
    [
        new() { Status = new() }, new() { LedgerHead = new() }, new() { Log = new() }, new() { Bundle = new() },
        new() { TestDevice = new() { Device = "printer" } }, new() { SwitchDataset = new() { Dataset = "price-book", Version = 1 } },
        new() { Restart = new() },
    ];

    private static long Us(int minutes) => minutes * 60_000_000L;

    private static Action<HelpRequest> Earlier(int minutes) => request =>
    {
        request.MadeAtUs -= Us(minutes);
        request.ValidUntilUs -= Us(minutes);
    };

    private SignedHelpRequest Sign(HelpRequest request, X509Certificate2 who, Action<HelpRequest>? change = null)
    {
        (request.Id, request.Nonce) = ($"{Guid.NewGuid()}", ByteString.CopyFrom(Nonce));
        (request.Tenant, request.Store, request.Box) = (Sales.Box.Tenant, Sales.Box.Store, Sales.Box.Box);
        request.MadeAtUs = (_now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        request.ValidUntilUs = request.MadeAtUs + Us(1);
        change?.Invoke(request);
        using var key = who.GetECDsaPrivateKey()!;
        return HelpSignature.Sign(request, who, key, []);
    }

    private HelpJudgement Judge(SignedHelpRequest signed, HelpRules rules) => rules.Judge(signed.ToByteArray(), Nonce, _now);

    private HelpJudgement Judge(SignedHelpRequest signed, bool clock = true) =>
        _rules.Judge(signed.ToByteArray(), Nonce, clock ? _now : null);

    private (string? Code, HelpOperator? Who) Refused(SignedHelpRequest signed) =>
        Judge(signed) is var judged ? (judged.Refusal?.Code, judged.Who) : default;

    private string? CodeOf(Action<HelpRequest> change, byte[]? nonce = null) =>
        _rules.Judge(Sign(new() { Restart = new() }, _manager, change).ToByteArray(), nonce ?? Nonce, _now).Refusal?.Code;
}
