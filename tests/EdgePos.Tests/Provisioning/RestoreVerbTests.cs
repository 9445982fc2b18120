using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Provisioning;
using EdgePos.Store;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Protocol;
using Xunit;

namespace EdgePos.Tests.Provisioning;

/// <summary>edgeposctl restore on a machine that is blank, or is not: what is refused, what comes back, and what stays.</summary>
public sealed class RestoreVerbTests : IDisposable
{
    private readonly BackupBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_blank_machine_becomes_the_box_again_in_a_new_ledger_that_says_where_the_old_one_ended()
    {
        File.WriteAllText(Path.Combine(_bench.SettingsFolder, "box.json"),
            """{ "Store": { "Tenant": "demo", "Code": "S1", "Box": "box1" } }""");
        File.WriteAllText(Path.Combine(_bench.SettingsFolder, "shop.pem"), "a certificate");
        foreach (string part in new[]
        {
            "datasets/employees/3.rows", "datasets/employees/4-3.part", "headoffice/signing.key.pem", "authority.key", "staff.pins",
            "catalogue/0123456789abcdef.db", "catalogue/fedcba9876543210.db", "headoffice.settings",
        })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_bench.Folder.Path, part))!);
            File.WriteAllText(Path.Combine(_bench.Folder.Path, part), part);
        }

        File.WriteAllText(Path.Combine(_bench.Folder.CatalogueFolder, "current"), "0123456789abcdef 7\nfedcba9876543210 5\n");
        string backup = await _bench.BackupAsync(sales: 20), machine = _bench.NewMachine();
        var old = new LedgerReader(_bench.Folder.LedgerFile).Head();
        _bench.Clock.Advance(TimeSpan.FromHours(2));
        var (code, output) = await _bench.RestoreAsync(backup, machine);
        Assert.True(code == 0, output);
        Assert.Contains("receipts of register 1 go on after 7220\n", output, StringComparison.Ordinal); // 20, and one for each second
        Assert.Equal("a certificate", File.ReadAllText(Path.Combine(machine, "etc", "shop.pem")));
        foreach (string part in new[]
        {
            "datasets/employees/3.rows", "headoffice/signing.key.pem", "authority.key", "catalogue/0123456789abcdef.db",
            "headoffice.settings",
        })
            Assert.Equal(part, File.ReadAllText(Path.Combine(machine, "data", part)));
        Assert.Equal("0123456789abcdef 7\n", File.ReadAllText(Path.Combine(machine, "data", "catalogue", "current"))); // the one in use
        Assert.False(File.Exists(Path.Combine(machine, "data", "catalogue", "fedcba9876543210.db")));
        Assert.DoesNotContain(Directory.GetFiles(machine, "*", SearchOption.AllDirectories),
            file => Path.GetExtension(file) is ".pins" or ".part"); // neither PINs nor what was on its way

        string ledger = Path.Combine(machine, "data", "ledger.db");
        var first = LedgerBegun.Parser.ParseFrom(new LedgerReader(ledger).Entry(1)!.Body);
        Assert.Equal((ByteString.CopyFrom(old.Epoch), old.Seq, ByteString.CopyFrom(old.Hash)),
            (first.Before.Epoch, first.Before.Seq, first.Before.Hash));
        Assert.NotEqual(old.Epoch, new LedgerReader(ledger).Head().Epoch);
        Sales.AssertSound(ledger);
        var kept = Assert.Single(Directory.GetFiles(Path.Combine(machine, "data"), "ledger.db.of-backup-*"));
        Assert.Equal(20, Sales.AssertSound(kept).Sales);
        Assert.Contains($"the old ledger is kept as {kept}\n", output, StringComparison.Ordinal);
        Assert.Contains("no head office is set up", output, StringComparison.Ordinal);
        using var writer = Sales.Open(ledger, _bench.Clock);
        Assert.Equal("S1-1-7221", WireSales.ReceiptOf((await writer.SubmitAsync(Sales.Sale(99))).Value).ReceiptNumber);
    }

    [Fact]
    public async Task The_exact_number_can_be_said_and_a_clock_before_the_backup_asks_for_it()
    {
        string backup = await _bench.BackupAsync(sales: 3);
        _bench.Clock.AdjustTime(_bench.Clock.GetUtcNow() - TimeSpan.FromDays(400));
        string machine = _bench.NewMachine();
        var (code, output) = await _bench.RestoreAsync(backup, machine);
        Assert.Equal(1, code);
        Assert.Contains("--receipts-after NUMBER", output, StringComparison.Ordinal);
        AssertUntouched(machine);
        (code, output) = await _bench.RestoreAsync(backup, machine, order => order with { ReceiptsAfter = 41 });
        Assert.True(code == 0, output);
        Assert.Contains("receipts of register 1 go on after 41\n", output, StringComparison.Ordinal);
        Assert.Contains("receipts of every other register go on after 41\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_lies_there_is_set_aside_and_a_second_restore_does_it_all_again()
    {
        string backup = await _bench.BackupAsync(sales: 5), machine = _bench.NewMachine();
        for (int i = 1; i <= 2; i++)
        {
            var (code, output) = await _bench.RestoreAsync(backup, machine);
            Assert.True(code == 0, output);
            Assert.Equal(i - 1, Directory.GetDirectories(Path.Combine(machine, "data"), "before-restore-*").Length);
            Sales.AssertSound(Path.Combine(machine, "data", "ledger.db"));
        }
    }

    [Fact]
    public async Task A_box_that_runs_and_one_that_is_another_are_refused()
    {
        string backup = await _bench.BackupAsync(), machine = _bench.NewMachine();
        Directory.CreateDirectory(Path.Combine(machine, "etc"));
        File.WriteAllText(Path.Combine(machine, "etc", "box.json"), """{ "Store": { "Tenant": "demo", "Code": "S2", "Box": "box1" } }""");
        var (code, output) = await _bench.RestoreAsync(backup, machine);
        Assert.Equal(1, code);
        Assert.Contains("this is a backup of demo/S1/box1, and the settings in ", output, StringComparison.Ordinal);
        Assert.Contains("say that this box is demo/S2/box1", output, StringComparison.Ordinal);
        AssertUntouched(machine);
        using (EdgePos.Gateway.DataFolder.Open(Path.Combine(machine, "data")))
        {
            (code, output) = await _bench.RestoreAsync(backup, machine, order => order with { OtherBox = true });
            Assert.Equal(75, code);
            Assert.Contains("systemctl stop edgepos", output, StringComparison.Ordinal);
        }

        (code, output) = await _bench.RestoreAsync(backup, machine, order => order with { OtherBox = true });
        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task Behind_head_office_is_refused_until_told_and_says_what_is_there_alone()
    {
        string backup = await _bench.BackupAsync(sales: 10), machine = _bench.NewMachine();
        var head = new LedgerReader(_bench.Folder.LedgerFile).Head();
        var ahead = new JournalMark(head.Seq + 30, new byte[32]);
        var (code, output) = await _bench.RestoreAsync(backup, machine, order => order with { HeadOfficeHead = ahead });
        Assert.Equal(1, code);
        Assert.Contains($"entries {head.Seq + 1} to {head.Seq + 30} would be there alone", output, StringComparison.Ordinal);
        AssertUntouched(machine);
        (code, output) = await _bench.RestoreAsync(
            backup, machine, order => order with { HeadOfficeHead = ahead, BehindHeadOffice = true }, asJson: true);
        Assert.True(code == 0, output);
        using var report = JsonDocument.Parse(output);
        Assert.Equal((head.Seq + 1, head.Seq + 30, 0L), (Of("at_head_office_alone_from"), Of("at_head_office_alone_to"),
            Of("not_at_head_office_from")));
        Assert.Equal(1010, report.RootElement.GetProperty("receipts").GetProperty("1").GetInt64());

        long Of(string name) => report.RootElement.GetProperty(name).GetInt64();
    }

    [Fact]
    public async Task Head_office_that_has_what_the_backup_has_is_content_and_one_with_another_history_is_not()
    {
        string backup = await _bench.BackupAsync(sales: 10);
        var ledger = new LedgerReader(_bench.Folder.LedgerFile);
        var (code, output) = await _bench.RestoreAsync(backup, _bench.NewMachine(),
            order => order with { HeadOfficeHead = new JournalMark(6, ledger.HashAt(6)!) });
        Assert.True(code == 0, output);
        Assert.Contains($"entries 7 to {ledger.Head().Seq} had not come to head office", output, StringComparison.Ordinal);
        string machine = _bench.NewMachine();
        (code, output) = await _bench.RestoreAsync(backup, machine,
            order => order with { HeadOfficeHead = new JournalMark(6, ledger.HashAt(5)!), BehindHeadOffice = true });
        Assert.Equal(1, code);
        Assert.Contains("head office has another history of this box: entry 6", output, StringComparison.Ordinal);
        AssertUntouched(machine);
    }

    [Fact]
    public async Task A_broker_that_cannot_be_asked_is_refused_with_both_ways_out()
    {
        int port = Daemon.FreePort();
        File.WriteAllText(Path.Combine(_bench.SettingsFolder, "box.json"),
            $$"""{ "Relay": { "BrokerHost": "127.0.0.1", "BrokerPort": {{port}} } }""");
        string backup = await _bench.BackupAsync(), machine = _bench.NewMachine();
        var (code, output) = await _bench.RestoreAsync(backup, machine);
        Assert.Equal(69, code);
        Assert.Contains($"the broker 127.0.0.1:{port} cannot be asked", output, StringComparison.Ordinal);
        Assert.Contains("--head-office-head SEQ:HASH", output, StringComparison.Ordinal);
        Assert.Contains("--without-head-office", output, StringComparison.Ordinal);
        AssertUntouched(machine);
        (code, output) = await _bench.RestoreAsync(backup, machine, order => order with { WithoutHeadOffice = true });
        Assert.True(code == 0, output);
        Assert.Contains("head office was not asked", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_broker_is_asked_with_the_certificates_of_the_backup()
    {
        Assert.SkipWhen(Mosquitto.Path is null, "Mosquitto is not installed (package mosquitto)");
        using var folder = new TempFolder();
        using var root = Certificates.Root("chain root");
        using var server = Certificates.Leaf(root, "broker");
        using var box = Certificates.Leaf(root, "demo.S1.box1");
        var (certificate, key) = server.Write(folder, "broker");
        var own = box.Write(folder, "box");
        File.WriteAllText(folder.File("root.pem"), root.ExportCertificatePem());
        // As root it becomes its own user, who must be able to read them.
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
        foreach (string file in new[] { certificate, key, folder.File("root.pem") })
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        int port = Mosquitto.PortOfItsOwn();
        await using var broker = await Mosquitto.StartAsync(folder, port, $"allow_anonymous true\ncafile {folder.File("root.pem")}\n"
            + $"certfile {certificate}\nkeyfile {key}\nrequire_certificate true");
        foreach (string file in new[] { folder.File("root.pem"), own.Certificate, own.Key })
            File.Copy(file, Path.Combine(_bench.SettingsFolder, Path.GetFileName(file)));
        File.WriteAllText(Path.Combine(_bench.SettingsFolder, "box.json"), $$"""
            {
              "Relay": {
                "BrokerHost": "127.0.0.1", "BrokerPort": {{port}}, "RootFile": "/etc/edgepos/root.pem",
                "CertificateFile": "/etc/edgepos/box.pem", "KeyFile": "/etc/edgepos/box.key"
              }
            }
            """);
        string backup = await _bench.BackupAsync(), machine = _bench.NewMachine();
        var head = new LedgerReader(_bench.Folder.LedgerFile).Head();
        await RetainAsync(port, root, box, new Confirmed
        {
            Epoch = ByteString.CopyFrom(head.Epoch),
            Seq = head.Seq + 7,
            Hash = ByteString.CopyFrom(new byte[32]),
        });
        var (code, output) = await _bench.RestoreAsync(backup, machine);
        Assert.True(code == 1, output);
        Assert.Contains($"entries {head.Seq + 1} to {head.Seq + 7} would be there alone", output, StringComparison.Ordinal);
        await RetainAsync(port, root, box, new Confirmed
        {
            Epoch = ByteString.CopyFrom(head.Epoch),
            Seq = head.Seq,
            Hash = ByteString.CopyFrom(head.Hash),
        });
        (code, output) = await _bench.RestoreAsync(backup, machine);
        Assert.True(code == 0, output);
        Assert.Contains($"head office has confirmed entry {head.Seq}\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_knows_nothing_of_the_box_is_no_answer()
    {
        await using var broker = await EmbeddedBrokerRun.StartAsync(Daemon.FreePort() is var port ? port : 0);
        File.WriteAllText(Path.Combine(_bench.SettingsFolder, "box.json"),
            $$"""{ "Relay": { "BrokerHost": "127.0.0.1", "BrokerPort": {{port}} } }""");
        string backup = await _bench.BackupAsync(), machine = _bench.NewMachine();
        var asking = _bench.RestoreAsync(backup, machine);
        while (!asking.IsCompleted)
        {
            _bench.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20);
        }

        var (code, output) = await asking;
        Assert.Equal(69, code);
        Assert.Contains("does not know what head office has of this box", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_byte_of_the_file_is_changed_or_missing_nothing_crashes_and_nothing_is_written()
    {
        string backup = await _bench.BackupAsync(sales: 30), machine = _bench.NewMachine();
        byte[] file = File.ReadAllBytes(backup);
        string bad = _bench.PublicFile + ".bad";
        var dice = new Random(20261130);
        var places = Enumerable.Range(0, 60).Select(i => i * 11).Concat(Enumerable.Range(0, 60).Select(_ => dice.Next(file.Length)));
        foreach (int at in places.Append(file.Length - 1))
        {
            byte[] changed = [.. file];
            changed[at] ^= (byte)(1 << dice.Next(8));
            await RefusedAsync(changed, $"byte {at}");
        }

        foreach (int length in Enumerable.Range(0, 25).Select(_ => dice.Next(file.Length)).Concat([0, 1, file.Length - 1, 65_536]))
            await RefusedAsync(file[..Math.Min(length, file.Length - 1)], $"cut after {length}");
        for (int i = 0; i < 20; i++)
        {
            byte[] noise = new byte[dice.Next(5_000)];
            dice.NextBytes(noise);
            await RefusedAsync(noise, "noise");
            await RefusedAsync([.. "edgepos-backup 1\n"u8, .. noise], "noise behind the first word");
        }

        async Task RefusedAsync(byte[] content, string what)
        {
            File.WriteAllBytes(bad, content);
            var (code, output) = await _bench.RestoreAsync(bad, machine);
            Assert.True(code == 65, $"{what}: {code} {output}");
            AssertUntouched(machine);
        }
    }

    // Who has the public key can make one that opens.
    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("settings/../../outside")]
    [InlineData("box.key")]
    [InlineData("ledger.db-wal")]
    [InlineData("settings/.hidden")]
    public async Task A_forged_backup_writes_no_file_that_is_no_part_of_a_box(string name)
    {
        string forged = Forge(tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = new MemoryStream([1, 2, 3]),
        })), machine = _bench.NewMachine();
        var (code, output) = await _bench.RestoreAsync(forged, machine);
        Assert.Equal(65, code);
        Assert.Contains("no part of a box", output, StringComparison.Ordinal);
        AssertUntouched(machine);
    }

    [Fact]
    public async Task A_forged_backup_with_a_link_an_unsound_ledger_or_none_is_refused()
    {
        string machine = _bench.NewMachine();
        var link = new PaxTarEntry(TarEntryType.SymbolicLink, "ledger.db") { LinkName = "/x" };
        var (code, output) = await _bench.RestoreAsync(Forge(tar => tar.WriteEntry(link)), machine);
        Assert.Contains("no part of a box", output, StringComparison.Ordinal);
        (code, output) = await _bench.RestoreAsync(Forge(tar => tar.WriteEntry(Without())), machine);
        Assert.Contains("there is no ledger in this backup", output, StringComparison.Ordinal);
        await _bench.SellAsync(1, 20);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        using (var forger = new Forger(_bench.Folder.LedgerFile))
            forger.ChangeTotal(6, 1);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        (code, output) = await _bench.RestoreAsync(Forge(tar => tar.WriteEntry(_bench.Folder.LedgerFile, "ledger.db")), machine);
        Assert.Equal(65, code);
        Assert.Contains("the ledger in this backup is not sound", output, StringComparison.Ordinal);
        AssertUntouched(machine);
    }

    // As head office tells it.
    private static async Task RetainAsync(int port, X509Certificate2 root, X509Certificate2 own, Confirmed confirmed)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithClientId("office").WithTlsOptions(
            tls => tls.UseTls().WithClientCertificates([own]).WithCertificateValidationHandler(
                seen => new BrokerCertificates([root], own).Vouch(seen.Certificate, seen.SslPolicyErrors))).Build());
        await client.PublishAsync(new MqttApplicationMessageBuilder().WithTopic(Topics.Confirmed("demo", "S1", "box1"))
            .WithPayload(confirmed.ToByteArray()).WithRetainFlag()
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());
        await client.DisconnectAsync();
    }

    private static PaxTarEntry Without() => new(TarEntryType.RegularFile, "settings/box.json") { DataStream = new MemoryStream([1]) };

    private string Forge(Action<TarWriter> content)
    {
        string file = Path.Combine(_bench.SettingsFolder, $"{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}.backup");
        var header = new BackupHeader(Sales.Box, _bench.Clock.GetUtcNow(), "1", new JournalHead(new byte[16], 1, new byte[32]), 0, "", []);
        SealedBackup.Write(file, header, _bench.Key, to =>
        {
            using var zip = new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true);
            using var tar = new TarWriter(zip, leaveOpen: true);
            content(tar);
        }, null, CancellationToken.None);
        return file;
    }

    private static void AssertUntouched(string machine)
    {
        if (!Directory.Exists(machine))
            return;
        Assert.DoesNotContain(Directory.GetFileSystemEntries(machine, "*", SearchOption.AllDirectories),
            entry => Path.GetFileName(entry) is not ("data" or "etc" or "held" or "box.json"));
    }
}
