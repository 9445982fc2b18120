using System.Diagnostics;
using EdgePos.Provisioning;
using Xunit;

namespace EdgePos.Tests.Provisioning;

/// <summary>What the doctor makes of a box's own files: whose they are, who may read them, when they end.</summary>
public sealed class DoctorFilesTests : IDisposable
{
    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int Nobody = 65534;

    private readonly MadeMachine _machine = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _machine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told_with_what_to_do()
    {
        Directory.Delete(_machine.DataFolder);
        var found = await SeesAsync("data_folder", FindingState.Bad, $"there is no folder {_machine.DataFolder}");
        Assert.Contains("--data FOLDER", found.Advice, StringComparison.Ordinal);
        await SeesAsync("disk_room", FindingState.CouldNotLook, "No such file or directory");
    }

    [Theory]
    [InlineData("box.key")]
    [InlineData("authority.key")]
    [InlineData("pin.pepper")]
    [InlineData("staff.pins")]
    public async Task A_secret_that_others_can_read_is_bad(string name)
    {
        Write(name, ForOwner);
        await SeesAsync("data_folder", FindingState.Well, $"{_machine.DataFolder} belongs to ");
        File.SetUnixFileMode(_machine.Data(name), ForOwner | UnixFileMode.GroupRead);
        await SeesAsync("data_folder", FindingState.Bad, $"{name} can be read by others");
        File.SetUnixFileMode(_machine.Data(name), ForOwner | UnixFileMode.OtherRead);
        var found = await SeesAsync("data_folder", FindingState.Bad, $"{name} can be read by others");
        Assert.Contains($"chmod 600 {_machine.Data(name)}", found.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_the_settings_name_may_be_a_groups_and_nobody_elses()
    {
        string key = _folder.File("broker.key");
        File.WriteAllText(key, "");
        File.SetUnixFileMode(key, ForOwner | UnixFileMode.GroupRead);
        _machine.Set($$"""{ "Relay": { "KeyFile": "{{key}}" } }""");
        await SeesAsync("data_folder", FindingState.Well, "");
        File.SetUnixFileMode(key, ForOwner | UnixFileMode.OtherRead);
        await SeesAsync("data_folder", FindingState.Bad, "broker.key can be read by others");
    }

    [Fact]
    public async Task A_folder_in_which_everybody_reads_or_writes_is_told()
    {
        Write("ledger.db", ForOwner | UnixFileMode.OtherRead);
        const UnixFileMode owner = ForOwner | UnixFileMode.UserExecute;
        File.SetUnixFileMode(_machine.DataFolder, owner);
        await SeesAsync("data_folder", FindingState.Well, "");
        File.SetUnixFileMode(_machine.DataFolder, owner | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        await SeesAsync("data_folder", FindingState.Look, "every user of this machine can read the ledger");
        File.SetUnixFileMode(_machine.DataFolder, owner | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
        await SeesAsync("data_folder", FindingState.Bad, "everybody may write in");
    }

    [Fact]
    public async Task Files_that_root_left_behind_are_given_back()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root gives files away");
        _machine.Put("/etc/passwd", "root:x:0:0::/root:/bin/sh\nbroken\nedgepos:x:65534:65534::/:/bin/false\n");
        _machine.Put("/etc/group", "edgepos:x:65534:\n");
        for (int i = 1; i <= 4; i++)
            Write($"left{i}", ForOwner);
        Give(_machine.DataFolder);
        var found = await SeesAsync("data_folder", FindingState.Bad, "not the folder's owner's: ");
        Assert.Contains(" and 1 more", found.Seen, StringComparison.Ordinal);
        Assert.Contains($"chown -R edgepos:edgepos {_machine.DataFolder}", found.Advice, StringComparison.Ordinal);
        for (int i = 1; i <= 4; i++)
            Give(_machine.Data($"left{i}"));
        await SeesAsync("data_folder", FindingState.Well, "belongs to edgepos:edgepos");
    }

    [Fact]
    public async Task Looking_as_root_leaves_no_file_that_the_daemon_cannot_write()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root gives files away");
        await TamperedLedger.WriteAsync(_machine.Data("ledger.db"));
        foreach (string file in Directory.GetFiles(_machine.DataFolder).Append(_machine.DataFolder))
            Give(file);
        await SeesAsync("ledger", FindingState.Well, "10 entries");
        await SeesAsync("clock", FindingState.Look, "");
        Assert.All(Directory.GetFiles(_machine.DataFolder), file => Assert.Equal((uint)Nobody, FileOwner.Of(file).User));
    }

    [Fact]
    public async Task Certificates_are_told_when_they_end_have_ended_or_are_none()
    {
        await SeesAsync("certificates", FindingState.CouldNotLook, "there are none yet");
        using var root = Certificates.Root("a root");
        string file = root.Write(_folder, "root").Certificate;
        _machine.Set($$"""{ "Relay": { "RootFile": "{{file}}" } }""");
        var until = new DateTimeOffset(root.NotAfter.ToUniversalTime());
        await AtAsync(until.AddDays(-32), FindingState.Bad, "Relay:RootFile begins only on");
        await AtAsync(until.AddDays(-30).AddHours(-1), FindingState.Well, $"Relay:RootFile until {until:yyyy-MM-dd}");
        await AtAsync(until.AddDays(-29), FindingState.Look, $"Relay:RootFile until {until:yyyy-MM-dd}");
        await AtAsync(until.AddSeconds(1), FindingState.Bad, $"Relay:RootFile ended on {until:yyyy-MM-dd}");
        File.WriteAllText(file, "no certificate");
        await SeesAsync("certificates", FindingState.Bad, "holds no certificate");
        File.Delete(file);
        await SeesAsync("certificates", FindingState.Bad, "Relay:RootFile");

        async Task AtAsync(DateTimeOffset now, FindingState state, string seen)
        {
            _machine.Time.AdjustTime(now);
            await SeesAsync("certificates", state, seen);
        }
    }

    [Fact]
    public async Task Device_files_of_the_settings_must_be_there_and_be_open_to_the_daemon()
    {
        await SeesAsync("device_nodes", FindingState.CouldNotLook, "name no device");
        Devices("\"scale\": { \"Link\": \"serial:///dev/ttyAMA0?baud=9600\" }, \"off\": { \"Link\": \"\" }");
        await SeesAsync("device_nodes", FindingState.Bad, "scale: there is no /dev/ttyAMA0");
        string node = _machine.Put("/dev/ttyAMA0", "");
        await SeesAsync("device_nodes", FindingState.Well, "scale at /dev/ttyAMA0");

        // A daemon that is nobody: only the group of the file lets it in.
        const string status = "Name:\tedgepos-gateway\nUid:\t4711\t4711\t4711\t4711\nGid:\t4711\t4711\t4711\t4711\n";
        _machine.Put("/proc/77/comm", "edgepos-gateway\n");
        _machine.Put("/proc/77/status", $"{status}Groups:\t4711 \n");
        File.SetUnixFileMode(node, ForOwner | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        var found = await SeesAsync("device_nodes", FindingState.Bad, "scale: 4711 may not open /dev/ttyAMA0");
        Assert.Contains("usermod -aG", found.Advice, StringComparison.Ordinal);
        _machine.Put("/proc/77/status", $"{status}Groups:\t20 {FileOwner.Of(node).Group} 4711 \n");
        await SeesAsync("device_nodes", FindingState.Well, "");
        File.SetUnixFileMode(node, ForOwner | UnixFileMode.GroupRead);
        await SeesAsync("device_nodes", FindingState.Bad, "may not open");

        // Keys are only read.
        string keys = _machine.Put("/dev/input/event3", "");
        File.SetUnixFileMode(keys, ForOwner | UnixFileMode.GroupRead);
        Devices("\"scanner\": { \"Link\": \"file:///dev/input/event3\" }");
        await SeesAsync("device_nodes", FindingState.Well, "scanner at /dev/input/event3");
        _machine.Put("/proc/77/status", "garbage");
        await SeesAsync("device_nodes", FindingState.Well, "");
    }

    [Fact]
    public async Task What_has_no_device_file_needs_none_and_what_is_pulled_out_is_told()
    {
        Devices("""
            "printer": { "Link": "tcp://192.0.2.1:9100" }, "terminal": { "Link": "https://host:8443/nexo" },
            "drawer": { "Link": "printer://printer" }, "lamp": { "Link": "gpio://pinctrl-rp1" }, "odd": { "Link": "what is this" }
            """);
        await SeesAsync("device_nodes", FindingState.Well, "");
        Devices("\"scanner\": { \"Link\": \"usb-input://0c2e:0901\" }");
        await SeesAsync("device_nodes", FindingState.Bad, "scanner: usb-input://0c2e:0901 is not plugged in");
        Devices("\"lamp\": { \"Link\": \"gpio://0\" }");
        await SeesAsync("device_nodes", FindingState.Bad, "there is no /dev/gpiochip0");
        Devices("\"lcd\": { \"Link\": \"i2c://1/0x27\" }");
        await SeesAsync("device_nodes", FindingState.Bad, "there is no /dev/i2c-1");
    }

    private void Devices(string json) => _machine.Set($$"""{ "Devices": { {{json}} } }""");

    private void Write(string name, UnixFileMode mode)
    {
        File.WriteAllText(_machine.Data(name), "");
        File.SetUnixFileMode(_machine.Data(name), mode);
        File.SetUnixFileMode(_machine.DataFolder, ForOwner | UnixFileMode.UserExecute);
    }

    private static void Give(string path)
    {
        using var chown = Process.Start("chown", [$"{Nobody}:{Nobody}", path]);
        chown.WaitForExit();
        Assert.Equal(0, chown.ExitCode);
    }

    [Fact]
    public async Task Backups_are_looked_at_also_while_the_daemon_is_down()
    {
        await SeesAsync("backup", FindingState.Look, "no backup is set up, and no head office");
        string key = _folder.File("shop.key.pub");
        _machine.Set($$"""{ "Backup": { "Folder": "{{_folder.File("gone")}}", "KeyFile": "{{key}}" } }""");
        var found = await SeesAsync("backup", FindingState.Look, $"{_folder.File("gone")} is not there");
        Assert.Contains("edgeposctl backup", found.Advice, StringComparison.Ordinal);
        _machine.Set($$"""{ "Backup": { "Folder": "{{_folder.Path}}", "KeyFile": "{{key}}" } }""");
        await SeesAsync("backup", FindingState.Look, $"no stick is mounted at {_folder.Path}");
        _machine.Set($$"""{ "Backup": { "Folder": "{{_folder.Path}}", "KeyFile": "{{key}}", "OwnDisk": true } }""");
        await SeesAsync("backup", FindingState.Look, $"the key {key} is not there");
        File.WriteAllText(key, "a key");
        long us = (_machine.Time.GetUtcNow().AddHours(-2) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        File.WriteAllText(_machine.Data("backup.notes"), $"good_us={us}\nfile=x.backup\nbytes=2000000\ntried_us={us}\ntrouble=\n");
        await SeesAsync("backup", FindingState.Well, "x.backup of 2026-11-24 07:30 UTC (2 h 0 min ago), 2 MB");
    }

    private async Task<Finding> SeesAsync(string check, FindingState state, string seen)
    {
        var found = await _machine.LookAsync(check);
        Assert.True(found.State == state, $"{found}");
        Assert.Contains(seen, found.Seen, StringComparison.Ordinal);
        return found;
    }
}
