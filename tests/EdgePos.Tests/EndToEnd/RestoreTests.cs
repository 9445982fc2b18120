using System.Text.Json;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>
/// A box with registers over mutual TLS, a broker and a head office loses its disk, and is the same box again from its stick: by the
/// programs that a technician has.
/// </summary>
public sealed class RestoreTests : IAsyncLifetime
{
    private const string Passphrase = "correct horse battery staple";

    private readonly TempFolder _folder = new(), _stick = new(inMemory: true);
    private readonly int _brokerPort = Mosquitto.PortOfItsOwn();
    private readonly PairedShop _shop;

    public RestoreTests() => _shop = new PairedShop
    {
        More =
        [
            $"--Gateway:SettingsFolder={Settings}", $"--Backup:Folder={_stick.Path}", $"--Backup:KeyFile={Key}.pub",
            "--Backup:OwnDisk=true",
        ],
    };

    private string Settings => _folder.File("etc");

    private string Key => _folder.File("shop.key");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Settings);
        await File.WriteAllTextAsync(Path.Combine(Settings, "box.json"), $$"""
            {
              "Store": { "Tenant": "demo", "Code": "S1", "Box": "box1" },
              "Relay": { "BrokerHost": "127.0.0.1", "BrokerPort": {{_brokerPort}} }
            }
            """);
        var (code, output) = await EdgeposctlAsync(Passphrase + "\n", "backup", "new-key", Key);
        Assert.True(code == 0, output);
        Assert.Contains("keep it and its passphrase away from the boxes", output, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Key));
        await _shop.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _shop.DisposeAsync();
        _folder.Dispose();
        _stick.Dispose();
    }

    [Fact]
    public async Task A_box_that_lost_its_disk_sells_on_from_its_stick_and_its_registers_are_not_paired_again()
    {
        Assert.SkipWhen(Mosquitto.Path is null, "Mosquitto is not installed (package mosquitto)");
        await using var broker = await Mosquitto.StartAsync(_folder, _brokerPort);
        await using var office = new HeadOfficeProgram(_folder.File("office"), _brokerPort).Start();
        using var register = await _shop.PairAsync(7);
        var channel = _shop.Of(register);
        await ImportAsync();
        var sold = new List<string> { await PairedShop.SellAsync(channel) };

        // While a register sells.
        var backup = EdgeposctlAsync("", "backup", "--gateway", $"unix:{_shop.SocketFile}", "--json");
        while (!backup.IsCompleted)
            sold.Add(await PairedShop.SellAsync(channel));
        var (code, output) = await backup;
        Assert.True(code == 0, output);
        string file = Assert.Single(Directory.GetFiles(_stick.Path));
        Assert.Contains(file, output, StringComparison.Ordinal);
        Assert.Equal(Path.GetFileName(file), (await _shop.StatusAsync()).Backup.LastGoodFile);
        var status = await EdgeposctlAsync("", "status", "--gateway", $"unix:{_shop.SocketFile}");
        Assert.Contains($"well  backup        {Path.GetFileName(file)} of ", status.Output, StringComparison.Ordinal);
        var header = BackupHeader.Read(file);

        for (int i = 0; i < 5; i++)
            sold.Add(await PairedShop.SellAsync(channel));
        var last = await UntilConfirmedAsync();
        Assert.InRange(last.JournalSeq, header.Head.Seq + 5, long.MaxValue);
        var running = await RestoreAsync(file);
        Assert.Equal(75, running.ExitCode);
        await _shop.KillAsync();
        Directory.Delete(_shop.DataFolder, recursive: true);
        Directory.Delete(Settings, recursive: true);

        // The settings and the broker's address come from the backup.
        var refused = await RestoreAsync(file);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(
            $"entries {header.Head.Seq + 1} to {last.JournalSeq} would be there alone", refused.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_shop.DataFolder));
        var wrong = await RestoreAsync(file, "not the passphrase\n", "--behind-head-office");
        Assert.Equal(65, wrong.ExitCode);
        Assert.Contains("passphrase", wrong.Output, StringComparison.Ordinal);
        var restored = await RestoreAsync(file, Passphrase + "\n", "--behind-head-office", "--json");
        Assert.True(restored.ExitCode == 0, restored.Output);
        using var report = JsonDocument.Parse(restored.Output[restored.Output.IndexOf('{', StringComparison.Ordinal)..]);
        Assert.Equal((last.JournalSeq, 7), (report.RootElement.GetProperty("at_head_office_alone_to").GetInt64(),
            report.RootElement.GetProperty("registers")[0].GetInt32()));
        Assert.True(File.Exists(Path.Combine(Settings, "box.json")));

        await _shop.StartAsync();
        string next = await PairedShop.SellAsync(_shop.Of(register));
        Assert.InRange(Number(next), sold.Max(Number) + 1, sold.Max(Number) + 3_000);
        await UntilConfirmedAsync();
        var streams = (await office.Reports.ListStreamsAsync(new ListStreamsRequest())).Streams;
        Assert.Equal([(last.Epoch, (long)sold.Count, 0L), ((await _shop.StatusAsync()).Epoch, 1L, 0L)],
            streams.OrderByDescending(stream => stream.Sales).Select(stream => (stream.Epoch, stream.Sales, stream.Quarantined)));
        var first = LedgerBegun.Parser.ParseFrom(new LedgerReader(Path.Combine(_shop.DataFolder, "ledger.db")).Entry(1)!.Body);
        Assert.Equal((header.Head.Seq, Convert.ToHexStringLower(header.Head.Epoch)),
            (first.Before.Seq, Convert.ToHexStringLower(first.Before.Epoch.Span)));
        var pairs = await _shop.Staff.ListAsync(new ListRegistersRequest(), Daemon.As(9_999));
        Assert.Equal("till by the door", Assert.Single(pairs.Registers).Name);
    }

    [Fact]
    public async Task What_somebody_on_the_network_may_not_say_is_refused_and_a_folder_of_ones_own_is_for_the_box_itself()
    {
        using var register = await _shop.PairAsync(7);
        var box = new Box.BoxClient(_shop.Of(register));
        await Till.Refused(StatusCode.InvalidArgument, "FIELD_INVALID", async () =>
        {
            using var call = box.MakeBackup(new MakeBackupRequest { Folder = "/tmp" });
            await call.ResponseStream.MoveNext(CancellationToken.None);
        }, "folder");
        string mine = Directory.CreateDirectory(_folder.File("mine")).FullName;
        var (code, output) = await EdgeposctlAsync(
            "", "backup", "--gateway", $"unix:{_shop.SocketFile}", "--to", mine, "--key", Key + ".pub", "--own-disk");
        Assert.True(code == 0, output);
        Assert.Single(Directory.GetFiles(mine));
        Assert.Equal(0, (await _shop.StatusAsync()).Backup.LastGoodUs); // the shop's own stick has none yet
        (code, output) = await EdgeposctlAsync("", "backup", "--gateway", $"unix:{_shop.SocketFile}", "--to", mine, "--key", Key);
        Assert.Equal(1, code);
        Assert.Contains("there is no backup: the key holds a private key, which must not lie on the box", output, StringComparison.Ordinal);
    }

    private async Task ImportAsync()
    {
        using var import = new PriceBook.PriceBookClient(_shop.Tools).Import(Daemon.As(9_999));
        await import.RequestStream.WriteAsync(new ImportPriceBookRequest { Items = { Till.Item("SOAP", "Soap", 250) } });
        await import.RequestStream.CompleteAsync();
        await import;
    }

    private async Task<BoxStatus> UntilConfirmedAsync()
    {
        for (int i = 0; ; i++)
        {
            var status = await _shop.StatusAsync();
            if (status.ConfirmedSeq == status.JournalSeq)
                return status;
            Assert.True(i < 8_000, $"waited in vain: {status}");
            await Task.Delay(20);
        }
    }

    private Task<(int ExitCode, string Output)> RestoreAsync(string file, string typed = Passphrase + "\n", params string[] more) =>
        EdgeposctlAsync(typed, ["restore", file, "--key", Key, "--data-folder", _shop.DataFolder, "--settings-folder", Settings, .. more]);

    private static Task<(int ExitCode, string Output)> EdgeposctlAsync(string typed, params string[] args) =>
        ProgramRun.ToEndAsync(Programs.Edgeposctl, typed, args);

    private static long Number(string receipt) => long.Parse(receipt.Split('-')[2], System.Globalization.CultureInfo.InvariantCulture);
}
