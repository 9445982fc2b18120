using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.Relay;
using EdgePos.V1;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static EdgePos.Store.Moments;

namespace EdgePos.Tests.HeadOffice;

/// <summary>Which machine is which box: decided once, the same for the same machine, whatever else asks.</summary>
public abstract class EnrolmentBooksTests(bool postgres) : BooksSuite(postgres)
{
    private static readonly BoxSetting[] Euro = [new() { Name = "Store:Currency", Value = "EUR" }];

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly TempFolder _folder = new();
    private BoxesAuthority? _authority;

    private EnrolmentBooks Enrolments => new(Books.Store);

    private EnrolmentDesk Desk => new(Enrolments, Books.Store, _authority ??= BoxesAuthority.OpenOrMake(_folder.Path, "demo", _time),
        new HeadOfficeOptions { BoxCertificateDays = 30 }, _time, NullLogger.Instance);

    [Fact]
    public void A_claim_is_one_machines_and_gives_it_the_same_name_as_often_as_it_asks()
    {
        Claim("c1", new Placing("S1", "box1", Euro, Replaces: false));
        using ECDsa first = Key(), second = Key();
        for (int i = 0; i < 2; i++)
        {
            var enrolled = Ask("c1", first).Enrolled;
            Assert.Equal(("S1", "box1", "EUR", 0L), (enrolled.Store, enrolled.Box, enrolled.Settings.Single().Value, enrolled.BeforeBytes));
            using var certificate = X509CertificateLoader.LoadCertificate(enrolled.Certificate.Span);
            Assert.Equal("CN=demo.S1.box1", certificate.Subject);
            Assert.Equal(_time.GetUtcNow().AddDays(30).UtcDateTime, certificate.NotAfter.ToUniversalTime(), TimeSpan.FromSeconds(1));
        }

        Assert.Equal("ENROLMENT_USED", Ask("c1", second).Refused.Code);
        Assert.Equal("ENROLMENT_UNKNOWN", Ask("c2", second).Refused.Code);
        _time.Advance(TimeSpan.FromHours(2));
        Assert.Equal("box1", Ask("c1", first).Enrolled.Box); // it has used it in time
        Claim("late", new Placing("S2", "box1", Euro, Replaces: false), -1);
        Assert.Equal("ENROLMENT_EXPIRED", Ask("late", second).Refused.Code);
    }

    [Fact]
    public void A_name_is_another_machines_only_where_head_office_says_so()
    {
        Claim("c1", new Placing("S1", "box1", Euro, Replaces: false));
        Claim("c2", new Placing("S1", "box1", Euro, Replaces: false));
        Claim("c3", new Placing("S1", "box1", Euro, Replaces: true));
        using ECDsa first = Key(), second = Key(), next = Key();
        Assert.NotNull(Ask("c1", first).Enrolled);
        Assert.Equal("ENROLMENT_TAKEN", Ask("c2", second).Refused.Code);
        Assert.NotNull(Ask("c2", first).Enrolled); // the same machine by a new claim: it was off for long
        Assert.NotNull(Ask("c3", second).Enrolled);
        Assert.Equal("RENEWAL_UNKNOWN", Renew(next, Key()).Refused.Code);
        Assert.NotNull(Renew(second, next).Enrolled);
        Assert.NotNull(Renew(second, next).Enrolled); // its answer was lost
        Assert.NotNull(Renew(next, Key()).Enrolled);
        Assert.Equal("RENEWAL_UNKNOWN", Renew(second, Key()).Refused.Code); // two renewals ago
    }

    [Fact]
    public void A_machine_in_claim_mode_waits_until_somebody_says_the_code_that_it_shows()
    {
        Claim("all", new Placing("", "", [], Replaces: false));
        using ECDsa one = Key(), other = Key();
        byte[] round = RandomNumberGenerator.GetBytes(EnrolmentSignature.RoundBytes);
        string code = Ask("all", one, round).Awaiting.Code, another = Ask("all", other, round).Awaiting.Code;
        Assert.Equal(EnrolmentSignature.CodeOf(one.ExportSubjectPublicKeyInfo(), round), code);
        Assert.Equal("REQUEST_INVALID", Ask("all", one).Refused.Code);
        Assert.Equal(new[] { code, another }.Order(), Enrolments.Waiting("demo").Select(box => box.Code).Order());
        string next = Ask("all", one, RandomNumberGenerator.GetBytes(16)).Awaiting.Code;
        Assert.False(Enrolments.Adopt("demo", code, new Placing("S1", "box1", Euro, Replaces: false))); // it shows another one now
        Assert.True(Enrolments.Adopt("demo", next, new Placing("S1", "box1", Euro, Replaces: false)));
        Assert.Equal("box1", Ask("all", one, round).Enrolled.Box);
        Assert.Equal(another, Ask("all", other, round).Awaiting.Code);
        Assert.Contains(new BoxName("demo", "S1", "box1"), Enrolments.Named("demo", _time.NowUs()));
    }

    [Fact]
    public void Whoever_makes_machines_up_fills_the_waiting_room_and_nothing_else()
    {
        Claim("all", new Placing("", "", [], Replaces: false));
        byte[] round = RandomNumberGenerator.GetBytes(EnrolmentSignature.RoundBytes);
        for (int i = 0; i < EnrolmentBooks.WaitingMax; i++)
            Assert.NotNull(Ask("all", Key(), round).Awaiting);
        Assert.Equal("TOO_MANY_WAIT", Ask("all", Key(), round).Refused.Code);
        _time.Advance(TimeSpan.FromHours(1.5));
        Claim("again", new Placing("", "", [], Replaces: false));
        Assert.NotNull(Ask("again", Key(), round).Awaiting); // those who ask no more are forgotten
    }

    [Fact]
    public void Who_takes_a_place_is_told_what_the_journal_before_had_come_to()
    {
        var journal = new SentJournal()
            .Add(new StockReceived { Moves = { new StockMove { Sku = "SOAP", QuantityThousandths = 5_000 } } })
            .Add(new TillClosed { ZNumber = 3 })
            .Add(Sale(7, "SOAP"))
            .Add(new StockAdjusted { Moves = { new StockMove { Sku = "TEA", QuantityThousandths = -1_000 } } });
        Assert.IsType<Verdict.Committed>(Books.Commit(new BoxName("demo", "S1", "box1"), journal.Whole()));
        Claim("c1", new Placing("S1", "box1", Euro, Replaces: true));
        using var key = Key();
        Assert.Equal(0, Ask("c1", key, hasLedger: true).Enrolled.BeforeBytes);
        var enrolled = Ask("c1", key).Enrolled;
        using var all = new MemoryStream();
        while (all.Length < enrolled.BeforeBytes)
            Ask("c1", key, from: all.Length + 1).Part.Bytes.WriteTo(all);
        Assert.Equal(enrolled.BeforeSha256.ToByteArray(), SHA256.HashData(all.ToArray()));
        Assert.Equal(0, Ask("c1", key, from: all.Length + 1).Part.Bytes.Length);
        all.Position = 0;
        using var unpacked = new BrotliStream(all, CompressionMode.Decompress);
        var before = LedgerBefore.Parser.ParseFrom(unpacked);
        Assert.Equal(7, before.Receipts.Single(mark => mark.Register == 1).Last);
        Assert.Equal(["SOAP 4000 True", "TEA -1000 True"], before.Stock.Select(one => $"{one.Sku} {one.OnHandThousandths} {one.Stocked}"));
        Assert.Equal(3, before.ZReports.Single().Last);
        Assert.Equal(["C-1"], before.Coupons);
        Assert.Equal(["V-1"], before.Vouchers);
        Assert.Equal([250], before.GiftCards.Select(card => card.Balance.Minor));
    }

    [Fact]
    public void What_is_no_request_or_not_of_that_machine_gets_nothing()
    {
        Claim("c1", new Placing("S1", "box1", Euro, Replaces: false));
        using ECDsa key = Key(), other = Key(), rsaLike = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        string device = EnrolmentSignature.DeviceOf(key.ExportSubjectPublicKeyInfo());
        Assert.Equal("REQUEST_INVALID", Desk.Answer("c1", device, new EnrolRequest())!.Refused.Code);
        Assert.Equal("REQUEST_INVALID", Desk.Answer("c1", device, RequestOf(rsaLike))!.Refused.Code);
        Assert.Null(Desk.Answer("c1", device, RequestOf(other)));
        Assert.Equal("RENEWAL_UNKNOWN", Desk.Renew(new BoxName("demo", "S9", "box1"), new SignedRenewal(), new byte[16]).Refused.Code);
        Assert.NotNull(Ask("c1", key).Enrolled); // none of that used it up
    }

    private void Claim(string name, Placing placing, double hours = 1) => Enrolments.Add(
        "demo", new ClaimRow(name, placing, (_time.GetUtcNow() + TimeSpan.FromHours(hours)).ToUs(), Device: ""));

    private EnrolReply Ask(string claim, ECDsa key, byte[]? round = null, bool hasLedger = false, long from = 0)
    {
        var request = RequestOf(key);
        (request.Round, request.HasLedger, request.BeforeFrom) = (ByteString.CopyFrom(round ?? []), hasLedger, from);
        return Desk.Answer(claim, EnrolmentSignature.DeviceOf(key.ExportSubjectPublicKeyInfo()), request)!;
    }

    private EnrolReply Renew(ECDsa now, ECDsa next)
    {
        byte[] nonce = RandomNumberGenerator.GetBytes(EnrolmentSignature.NonceBytes);
        var signed = EnrolmentSignature.Sign(RequestOf(next), now, "demo", "S1/box1", nonce);
        Assert.Equal("RENEWAL_UNKNOWN", Desk.Renew(new BoxName("demo", "S1", "box1"), signed, new byte[16]).Refused.Code); // another nonce
        return Desk.Renew(new BoxName("demo", "S1", "box1"), signed, nonce);
    }

    private static EnrolRequest RequestOf(ECDsa key) => new() { CertificateRequest = ByteString.CopyFrom(Enrolment.RequestOf(key)) };

    private static ECDsa Key() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static SaleCompleted Sale(long number, string sku) => new()
    {
        ReceiptNumber = $"S1-1-{number}",
        CommandId = $"{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}",
        Total = Eur(250),
        Lines = { new SaleLine { Line = 1, Sku = sku, QuantityThousandths = 1_000, Amount = Eur(250) } },
        Tenders = { new SaleTender { Kind = "voucher", Reference = "V-1", Amount = Eur(250) } },
        Coupons = { "C-1" },
        GiftCards = { new GiftCardBalance { Number = "G-1", Balance = Eur(250) } },
    };

    private static Money Eur(long minor) => new() { Minor = minor, Currency = "EUR" };
}

/// <summary>In the file that needs no server.</summary>
public sealed class SqliteEnrolmentBooksTests() : EnrolmentBooksTests(postgres: false);

/// <summary>In a real PostgreSQL, where Debian's is installed.</summary>
public sealed class PostgresEnrolmentBooksTests() : EnrolmentBooksTests(postgres: true);
