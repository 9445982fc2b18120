using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CsCheck;
using EdgePos.Devices;
using EdgePos.Store;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.Devices.Terminals;

/// <summary>The nexo driver against a terminal that has every fault and keeps its own book.</summary>
public sealed class NexoTerminalTests
{
    private static readonly Currency Euro = Currency.Of("EUR");

    public static TheoryData<TerminalMoment> Moments =>
        [.. Enum.GetValues<TerminalMoment>().Where(one => one != TerminalMoment.AfterCompletion)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_payment_a_reversal_and_a_refund_are_carried_out(bool isSealed)
    {
        await using var device = Device(isSealed);
        await using var terminal = At(device, isSealed);
        var paid = await terminal.CarryOutAsync(Payment(2040), _ => { });
        Assert.Equal((CardOutcome.Approved, 2040L), (paid.Outcome, paid.Amount.Minor));
        Assert.Equal(("476173****0010", "mc", "123456", "V400m-1"), (paid.CardNumber, paid.CardName, paid.AuthCode, paid.TerminalId));
        Assert.Equal(["Card 476173 **** 0010", "Copy CustomerReceipt"], paid.CardholderSlip);
        Assert.Single(device.Book.Charges);
        var reversal = Payment(2040) with { Deal = CardDeal.Reversal, Original = paid.Mark };
        Assert.Equal(CardOutcome.Approved, (await terminal.CarryOutAsync(reversal, _ => { })).Outcome);
        Assert.Empty(device.Book.Charges);
        Assert.Equal(CardOutcome.Approved, (await terminal.CarryOutAsync(Payment(500) with { Deal = CardDeal.Refund }, _ => { })).Outcome);
        Assert.Equal("refund", device.Book.Last!.Kind);
        Assert.True((await terminal.TestAsync()).Done);
        Assert.True((await terminal.EndOfDayAsync()).Done);
        Assert.True(await terminal.IsReachableAsync());
    }

    [Theory, MemberData(nameof(Moments))]
    public async Task A_terminal_that_breaks_the_link_leaves_no_doubt_that_asking_does_not_end(TerminalMoment moment)
    {
        await using var device = Device();
        await using var terminal = At(device);
        await terminal.CarryOutAsync(Payment(2040), _ => { });
        device.Faults.DiesAt = moment;
        var request = Payment(2040);
        var result = await terminal.CarryOutAsync(request, _ => { });
        Assert.Equal(CardOutcome.Unknown, result.Outcome);
        result = await terminal.RecoverAsync(request);
        bool charged = device.Book.Charges.Count == 2;
        Assert.Equal(charged ? CardOutcome.Approved : CardOutcome.Aborted, result.Outcome);
        Assert.Equal(moment > TerminalMoment.BeforeBooking, charged);
    }

    [Fact]
    public async Task What_is_under_way_is_not_called_anything_and_can_be_broken_off()
    {
        await using var device = Device();
        await using var terminal = At(device);
        device.Faults.WaitsAt = TerminalMoment.BeforeHost;
        var request = Payment(2040);
        var paying = terminal.CarryOutAsync(request, _ => { });
        await device.Faults.Waits.WaitAsync(Daemon.Patience);
        var asked = await terminal.RecoverAsync(request);
        Assert.Equal((CardOutcome.Unknown, false), (asked.Outcome, asked.IsLastWord));
        await terminal.AbortAsync();
        Assert.Equal(CardOutcome.Aborted, (await paying.WaitAsync(Daemon.Patience)).Outcome);
        Assert.Empty(device.Book.Entries);
    }

    [Fact]
    public async Task Declined_partly_approved_busy_and_off_are_what_they_are()
    {
        await using var device = Device();
        await using var terminal = At(device);
        device.Faults.ApprovesOnlyMinor = 1500;
        Assert.Equal(1500, (await terminal.CarryOutAsync(Payment(2040), _ => { })).Amount.Minor);
        device.Faults.DeclinesWith = 0x05;
        Assert.Equal(CardOutcome.Declined, (await terminal.CarryOutAsync(Payment(2040), _ => { })).Outcome);
        device.Faults.IsBusy = true;
        Assert.Equal(CardOutcome.Aborted, (await terminal.CarryOutAsync(Payment(2040), _ => { })).Outcome);
        await device.DisposeAsync();
        Assert.Equal(CardOutcome.Aborted, (await terminal.CarryOutAsync(Payment(2040), _ => { })).Outcome); // nothing of it left
        Assert.Equal(CardOutcome.Unknown, (await terminal.RecoverAsync(Payment(2040))).Outcome);
    }

    [Fact]
    public async Task A_message_sealed_with_another_key_says_nothing()
    {
        await using var device = Device(isSealed: true);
        var clock = new FakeTimeProvider(); // it waits for as long as a customer may take
        await using var terminal = new NexoTerminal(
            Settings(device.Port) with { Key = new NexoKey("key", 1, "another secret") }, clock);
        var paying = terminal.CarryOutAsync(Payment(2040), _ => { });
        for (; !paying.IsCompleted; await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System))
            clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEqual(CardOutcome.Approved, (await paying).Outcome);
    }

    [Fact]
    public async Task A_whole_card_number_is_masked_where_it_is_read()
    {
        await using var device = Device();
        device.Faults.SendsWholeCardNumber = true;
        await using var terminal = At(device);
        var paid = await terminal.CarryOutAsync(Payment(2040), _ => { });
        Assert.Equal("476173******0010", paid.CardNumber);
        Assert.DoesNotContain(paid.CardholderSlip.Concat(paid.MerchantSlip),
            line => line.Contains(device.CardNumber, StringComparison.Ordinal));
    }

    [Fact]
    public void A_message_has_an_id_of_its_own_that_follows_from_the_payments()
    {
        var id = Guid.CreateVersion7();
        Assert.Equal(NexoTerminal.ServiceIdOf(id), NexoTerminal.ServiceIdOf(id));
        Assert.Equal(10, NexoTerminal.ServiceIdOf(id).Length);
        Assert.NotEqual(NexoTerminal.ServiceIdOf(id), NexoTerminal.ServiceIdOf(Guid.CreateVersion7()));
    }

    [Fact]
    public void No_answer_upsets_the_reading()
    {
        var word = Gen.OneOfConst("Success", "Failure", "Partial", "NotFound", "InProgress", "Refusal", "", null, "4761739001010010");
        Gen.Select(word, word, word, word, Gen.Decimal).Sample((result, condition, pan, id, amount) =>
        {
            var answer = new NexoPaymentResponse
            {
                Response = new NexoOutcome { Result = result, ErrorCondition = condition },
                PaymentResult = new NexoPaymentResult
                {
                    AmountsResp = new NexoAmountsResp { AuthorizedAmount = decimal.Truncate(amount % 1_000_000) },
                    PaymentInstrumentData = new NexoInstrument { CardData = new NexoCard { MaskedPan = pan, PaymentBrand = pan } },
                },
                PaymentReceipt =
                [
                    new NexoReceipt
                    {
                        DocumentQualifier = "CustomerReceipt",
                        OutputContent = new NexoOutput { OutputText = [new NexoText { Text = pan }] },
                    },
                ],
            };
            var read = NexoResults.Recovered(Payment(2040), new NexoStatusResponse
            {
                Response = new NexoOutcome { Result = "Success" },
                RepeatedMessageResponse = new NexoRepeated
                {
                    MessageHeader = new NexoHeader { ServiceID = id },
                    RepeatedResponseMessageBody = new NexoRepeatedBody { PaymentResponse = answer },
                },
            }, "Success");
            Assert.True(read.Outcome != CardOutcome.Approved || (id == "Success" && read.Amount.Minor is > 0 and <= 2040));
            Assert.DoesNotContain("4761739001010010", $"{read} {string.Join(' ', read.CardholderSlip)}", StringComparison.Ordinal);
        }, iter: Fuzz.Inputs);
    }

    [Theory]
    [InlineData("V400m-324688179.live.terminal.example", true, true)]
    [InlineData("P400-111111111.live.terminal.example", true, false)]
    [InlineData("V400m-324688179.live.terminal.example", false, false)]
    public async Task Only_the_terminal_with_its_vendors_certificate_is_talked_to(string name, bool ofVendor, bool trusted)
    {
        using var vendor = Root("Vendor");
        using var other = Root("Another");
        using var leaf = Leaf(ofVendor ? vendor : other, name);
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeOneAsync(listener, leaf);
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var settings = new NexoSettings(new Uri($"https://127.0.0.1:{port}/nexo"), "box1", "V400m-324688179", Euro)
        {
            Roots = vendor.ExportCertificatePem(),
        };
        await using var terminal = new NexoTerminal(settings, TimeProvider.System);
        var result = await terminal.CarryOutAsync(Payment(2040), _ => { });
        // The one that is trusted answers with an error of its own: the request has left. The other never got it.
        Assert.Equal(trusted ? CardOutcome.Unknown : CardOutcome.Aborted, result.Outcome);
        listener.Stop();
        await serving;
    }

    private static CardRequest Payment(long minor) => new(Guid.CreateVersion7(), CardDeal.Payment, new Money(minor, Euro), DateTime.Now);

    private static VirtualNexoTerminal Device(bool isSealed = false) =>
        VirtualNexoTerminal.Start(Daemon.FreePort(), passphrase: isSealed ? "a secret" : null);

    private static NexoSettings Settings(int port) => new(new Uri($"http://127.0.0.1:{port}/nexo"), "box1", "V400m-324688179", Euro);

    private static NexoTerminal At(VirtualNexoTerminal device, bool isSealed = false) => new(
        Settings(device.Port) with { Key = isSealed ? new NexoKey("key", 1, "a secret") : null }, TimeProvider.System);

    private static X509Certificate2 Root(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.Now.AddDays(-1), DateTimeOffset.Now.AddDays(10));
    }

    private static X509Certificate2 Leaf(X509Certificate2 root, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var signed = request.Create(root, DateTimeOffset.Now.AddDays(-1), DateTimeOffset.Now.AddDays(5), [1, 2, 3]);
        using var own = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
    }

    private static async Task ServeOneAsync(System.Net.Sockets.TcpListener listener, X509Certificate2 certificate)
    {
        try
        {
            using var client = await listener.AcceptTcpClientAsync();
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(certificate);
            await tls.ReadAtLeastAsync(new byte[8192], 1);
            await tls.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 500 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        }
        catch (Exception end) when (end is IOException or System.Net.Sockets.SocketException or AuthenticationException
            or ObjectDisposedException)
        {
            // The register did not trust it.
        }
    }
}
