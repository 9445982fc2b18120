using System.Security.Cryptography.X509Certificates;
using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>A real Mosquitto that wants certificates: the box and head office show theirs, and trust no other broker.</summary>
public sealed class BrokerTlsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly int _brokerPort = Daemon.FreePort();
    private readonly X509Certificate2 _root = Certificates.Root("chain root"), _otherRoot = Certificates.Root("another root");

    public void Dispose()
    {
        _root.Dispose();
        _otherRoot.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_journal_goes_up_through_mutual_TLS()
    {
        await using var broker = await BrokerAsync(_root);
        await using var office = new HeadOfficeProgram(_folder.File("office"), _brokerPort, Settings("HeadOffice", _root)).Start();
        await using var daemon = await NewDaemon(_root).StartAsync();
        await new Till(daemon).ImportUsual();
        await new Till(daemon).Sell("SOAP");
        await daemon.UntilConfirmedAsync();
    }

    [Fact]
    public async Task A_box_that_the_broker_does_not_know_and_a_broker_that_the_box_does_not_know_get_nothing()
    {
        await using var broker = await BrokerAsync(_root);
        await using var office = new HeadOfficeProgram(_folder.File("office"), _brokerPort, Settings("HeadOffice", _root)).Start();
        string[] strange = Settings("Relay", _otherRoot, trusted: _root), distrustful = Settings("Relay", _root, trusted: _otherRoot);
        await using var stranger = new Daemon(_folder.File("stranger"), [.. DaemonSettings, .. strange]);
        await using var careful = new Daemon(_folder.File("careful"), [.. DaemonSettings, .. distrustful]);
        foreach (var daemon in new[] { stranger, careful })
        {
            await daemon.StartAsync();
            await daemon.UntilAsync(status => status.HeadOffice == LinkState.Down && status.HeadOfficeReason != "not connected yet");
            await new Till(daemon).ImportUsual();
            await new Till(daemon).Sell("SOAP"); // and the shop sells on
            Assert.Equal(0, (await daemon.StatusAsync()).ConfirmedSeq);
        }
    }

    [Fact]
    public async Task The_rights_of_BROKERS_md_let_a_box_do_all_its_work_and_write_nowhere_else()
    {
        await using var broker = await BrokerAsync(_root, await RightsAsync());
        string[] officeSettings = [.. Settings("HeadOffice", _root, name: "acme.headoffice"), "--HeadOffice:Tenant=acme"];
        SigningKey.OpenOrMake(_folder.File("office")).Dispose();
        await using var office = new HeadOfficeProgram(_folder.File("office"), _brokerPort, officeSettings).Start();
        await using var daemon = await new Daemon(_folder.File("data"), [.. DaemonSettings, "--Store:Tenant=acme", "--Store:Code=S1",
            "--Store:Box=box1", .. Settings("Relay", _root, name: "acme.S1.box1"),
            $"--Relay:HeadOfficeKeyFile={SigningKey.PublicFileIn(_folder.File("office"))}",
            $"--Relay:HelpRootFile={_folder.File("root.pem")}"]).StartAsync();
        await daemon.UntilConfirmedAsync();
        await File.WriteAllTextAsync(_folder.File("book.csv"),
            "sku,gtin,name,unit,price,currency,tax_percent\nSOAP,,Soap,each,2.50,EUR,21\n");
        var (code, output) = await ProgramRun.ToEndAsync(Programs.HeadOffice, "", "publish", "price-book", _folder.File("book.csv"),
            "--tenant", "acme", "--data-folder", _folder.File("office"));
        Assert.True(code == 0, output);
        await daemon.UntilSaysAsync("price-book 1 is current");

        await new Till(daemon).Sell("SOAP");
        await daemon.UntilConfirmedAsync();
        await Till.Refused(Grpc.Core.StatusCode.NotFound, "RECEIPT_NOT_AT_HEAD_OFFICE", async () => await daemon.Checkout
            .GetReturnableAsync(new EdgePos.V1.GetReturnableRequest { ReceiptNumber = "S2-1-1" }, Daemon.As(1)));
        using var anna = Certificates.Operator(_root, "anna", ["help-technician"]);
        var (certificate, key) = anna.Write(_folder, "anna");
        (code, output) = await ProgramRun.ToEndAsync(Programs.HeadOffice, "", "help", "acme/S1/box1", "bundle", "--to",
            _folder.File("bundle.zip"), "--certificate", certificate, "--key", key, "--root", _folder.File("root.pem"),
            "--broker-host", "127.0.0.1", "--broker-port", $"{_brokerPort}");
        Assert.True(code == 0, output);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, await PublishAsync("acme.S1.box2", Topics.Command("acme", "S1", "box1")));
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, await PublishAsync("anna", Topics.State("acme", "S1", "box1")));
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, await PublishAsync("acme.S1.box2", Topics.State("acme", "S1", "box1")));
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, await PublishAsync("acme.S1.box2", Topics.Ask("acme", "S1", "box1")));
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, await PublishAsync("acme.S1.box1", Topics.Answer("acme", "S1", "box1")));
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, await PublishAsync("acme.S1.box1", Topics.Confirmed("acme", "S1", "box1")));
    }

    [Fact]
    public async Task Certificates_that_cannot_be_used_are_one_clear_line_at_the_start()
    {
        string file = _folder.File("nonsense.pem");
        await File.WriteAllTextAsync(file, "nonsense");
        await using var daemon = new Daemon(_folder.File("data"), [.. DaemonSettings, $"--Relay:RootFile={file}"]);
        Assert.Equal(78, await daemon.RunToEndAsync());
        Assert.Contains("Relay:RootFile, CertificateFile or KeyFile", daemon.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", daemon.Output, StringComparison.Ordinal);
    }

    private string[] DaemonSettings =>
        ["--Devices:printer:Link=", "--HeadOffice:Embedded=false", "--Relay:BrokerHost=127.0.0.1", $"--Relay:BrokerPort={_brokerPort}"];

    private Daemon NewDaemon(X509Certificate2 root) => new(_folder.File("data"), [.. DaemonSettings, .. Settings("Relay", root)]);

    private string[] Settings(string section, X509Certificate2 by, X509Certificate2? trusted = null, string name = "somebody")
    {
        using var own = Certificates.Leaf(by, name);
        string file = Path.GetRandomFileName();
        var (certificate, key) = own.Write(_folder, file);
        File.WriteAllText(_folder.File($"{file}.root"), (trusted ?? by).ExportCertificatePem());
        return
        [
            $"--{section}:RootFile={_folder.File($"{file}.root")}", $"--{section}:CertificateFile={certificate}",
            $"--{section}:KeyFile={key}",
        ];
    }

    // The lines as they stand on the page.
    private async Task<string> RightsAsync()
    {
        string page = Path.Combine(Programs.Repo, "edge/EdgePos.HeadOffice/BROKERS.md");
        string[] lines = [.. (await File.ReadAllLinesAsync(page))
            .Where(line => line.StartsWith("    ", StringComparison.Ordinal)).Select(line => line.Trim())];
        Assert.NotEmpty(lines);
        await File.WriteAllLinesAsync(_folder.File("rights"), lines);
        return $"acl_file {_folder.File("rights")}";
    }

    private async Task<MqttClientPublishReasonCode> PublishAsync(string name, string topic)
    {
        using var own = Certificates.Leaf(_root, name);
        using var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", _brokerPort).WithClientId("stranger")
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTlsOptions(tls => tls.UseTls().WithClientCertificates([own]).WithCertificateValidationHandler(_ => true)).Build());
        var message = new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload("x")
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
        return (await client.PublishAsync(message)).ReasonCode;
    }

    private async Task<ProgramRun> BrokerAsync(X509Certificate2 root, string rights = "")
    {
        Assert.SkipWhen(Mosquitto.Path is null, "Mosquitto is not installed: apt-get install mosquitto");
        using var own = Certificates.Leaf(root, "broker");
        var (certificate, key) = own.Write(_folder, "broker");
        await File.WriteAllTextAsync(_folder.File("root.pem"), root.ExportCertificatePem());
        // As root it becomes its own user, who must be able to read them.
        foreach (string file in new[] { certificate, key, _folder.File("root.pem") })
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        return await Mosquitto.StartAsync(_folder, _brokerPort, $"""
            cafile {_folder.File("root.pem")}
            certfile {certificate}
            keyfile {key}
            require_certificate true
            use_identity_as_username true
            {rights}
            """);
    }
}
