using System.Net;
using System.Net.Sockets;
using EdgePos.Provisioning;
using Xunit;
using static EdgePos.Provisioning.FindingState;

namespace EdgePos.Tests.Provisioning;

/// <summary>
/// What the doctor makes of a machine: each check against files as a kernel writes them, and against files that are nonsense.
/// </summary>
public sealed class DoctorTests : IDisposable
{
    private const string Wear = "/sys/block/mmcblk0/device/life_time", Spare = "/sys/block/mmcblk0/device/pre_eol_info";
    private const string Throttled = "/sys/devices/platform/soc/soc:firmware/get_throttled", Volt = "/sys/class/hwmon/hwmon2/";
    private const string Heat = "/sys/class/thermal/thermal_zone0/temp", Errors = "/sys/fs/ext4/mmcblk0p2/errors_count";

    private readonly MadeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("flash_wear", Wear, "0x01 0x02", "well", "mmcblk0 has used up to 20 % of its life")]
    [InlineData("flash_wear", Wear, "0x09 0x01", "look", "up to 90 %")]
    [InlineData("flash_wear", Wear, "0x0b 0x01", "bad", "has outlived what it was made for")]
    [InlineData("flash_wear", Spare, "0x02", "look", "8 in 10 of its spare blocks")]
    [InlineData("flash_wear", Spare, "0x03", "bad", "9 in 10 of its spare blocks")]
    [InlineData("flash_wear", Wear, "0x00 0x00", "could_not_look", "does not tell how far it is worn")]
    [InlineData("flash_wear", Wear, "worn", "could_not_look", "does not tell how far it is worn (life_time 'worn'")]
    [InlineData("flash_wear", "/sys/block/mmcblk0/device/type", "SD", "could_not_look", "mmcblk0 is an SD card, which does not tell")]
    [InlineData("flash_wear", "/sys/block/vda/size", "1", "could_not_look", "this machine has no eMMC and no SD card")]
    [InlineData("file_system", Errors, "0", "well", "no errors counted")]
    [InlineData("file_system", Errors, "2", "bad", "mmcblk0p2: ext4 has counted 2 errors")]
    [InlineData("file_system", Errors, "many", "could_not_look", "mmcblk0p2 does not say how many errors it has")]
    [InlineData("power", Throttled, "0", "well", "the voltage is enough, and was since the start")]
    [InlineData("power", Throttled, "50005", "bad", "it gets too little voltage")]
    [InlineData("power", Throttled, "50000", "look", "it got too little voltage since it was started")]
    [InlineData("power", Throttled, "40000", "look", "it had to slow down")]
    [InlineData("power", Throttled, "zz", "could_not_look", "it says 'zz' of its supply")]
    [InlineData("power", "/sys/class/hwmon/hwmon0/name", "nvme", "could_not_look", "this machine does not tell of its supply")]
    [InlineData("temperature", Heat, "48312", "well", "48 degrees")]
    [InlineData("temperature", Heat, "75000", "look", "75 degrees")]
    [InlineData("temperature", Heat, "85001", "bad", "85 degrees")]
    [InlineData("temperature", Heat, "warm", "could_not_look", "its thermometers say no number")]
    [InlineData("temperature", "/sys/class/thermal/cooling_device0/type", "fan", "could_not_look", "this machine has no thermometer")]
    [InlineData("memory", "/proc/meminfo", "MemTotal: 1000000 kB\nMemAvailable: 500000 kB", "well", "512 MB of 1024 MB can be had")]
    [InlineData("memory", "/proc/meminfo", "MemTotal: 1000000 kB\nMemAvailable: 99999 kB", "look", "102 MB")]
    [InlineData("memory", "/proc/meminfo", "MemTotal: 1000000 kB\nMemAvailable: 29999 kB", "bad", "30 MB")]
    [InlineData("memory", "/proc/meminfo", "MemTotal: 0 kB\nMemAvailable: lots", "could_not_look", "does not say how much there is")]
    public async Task What_the_kernel_shows_is_told_with_what_it_means(string check, string file, string text, string state, string seen)
    {
        _machine.Put(file, text + "\n");
        await SeesAsync(check, state, seen);
    }

    [Theory]
    [InlineData("1", "bad", "it gets too little voltage")]
    [InlineData("0", "well", "the voltage is enough")]
    [InlineData("?", "could_not_look", "it says '?' of its supply")]
    public async Task The_alarm_of_the_supply_is_found_by_its_name_whatever_its_number(string alarm, string state, string seen)
    {
        _machine.Put("/sys/class/hwmon/hwmon0/name", "cpu_thermal\n");
        _machine.Put($"{Volt}name", "rpi_volt\n");
        _machine.Put($"{Volt}in0_lcrit_alarm", alarm + "\n");
        await SeesAsync("power", state, seen);
    }

    [Fact]
    public async Task A_machine_that_shows_nothing_harms_no_check()
    {
        Directory.Delete(_machine.DataFolder);
        foreach (var check in Checks.All)
        {
            var found = await DoctorRun.LookAsync(check, _machine.Patient, TimeSpan.FromSeconds(30), CancellationToken.None);
            Assert.Equal(check.Name, found.Name);
            Assert.NotEqual("", found.Seen);
            Assert.True(found.NeedsPerson == (found.Advice.Length > 0) || found.State == CouldNotLook, $"{found}");
        }
    }

    [Fact]
    public void The_names_of_the_checks_are_what_scripts_go_by() => Assert.Equal(
        [
            "daemon", "settings", "data_folder", "ledger", "disk_room", "disk_files", "file_system", "disk_errors", "flash_wear", "clock",
            "broker_name", "broker_port", "backup", "certificates", "device_nodes", "power", "temperature", "memory",
        ], Checks.All.Select(check => check.Name));

    [Fact]
    public async Task A_check_that_hangs_or_breaks_is_a_finding_and_not_the_end()
    {
        using var never = new ManualResetEventSlim();
        var hangs = new Check("hangs", _ =>
        {
            never.Wait(TestContext.Current.CancellationToken);
            return Finding.Well("");
        });
        var patient = Patient.Of(new Machine(TimeProvider.System, "/nowhere"), _machine.DataFolder, []);
        var found = await DoctorRun.LookAsync(hangs, patient, TimeSpan.FromMilliseconds(50), CancellationToken.None);
        Assert.Equal(("hangs", Look), (found.Name, found.State));
        Assert.Contains("gave no answer", found.Seen, StringComparison.Ordinal);
        never.Set();

        var breaks = new Check("breaks", _ => throw new InvalidOperationException("a bug"));
        found = await DoctorRun.LookAsync(breaks, patient, TimeSpan.FromSeconds(5), CancellationToken.None);
        Assert.Equal(("breaks", CouldNotLook, "a bug"), (found.Name, found.State, found.Seen));

        var closed = new Check("closed", _ => throw new UnauthorizedAccessException("Access to the path 'x' is denied."));
        found = await DoctorRun.LookAsync(closed, patient, TimeSpan.FromSeconds(5), CancellationToken.None);
        Assert.Equal((CouldNotLook, "run this as root: sudo edgeposctl doctor"), (found.State, found.Advice));
    }

    [Theory]
    [InlineData(10_000, 500, "Well")]
    [InlineData(499, 500, "Look")]
    [InlineData(49, 500, "Bad")]
    [InlineData(60, 20, "Well")]
    public void Room_is_measured_by_what_the_box_calls_little(long freeMegabytes, int low, string state) => Assert.Equal(
        state, DiskRoomCheck.Bytes(new Volume(1L << 40, freeMegabytes << 20, 1, 1), low).State.ToString());

    [Theory]
    [InlineData(100_000, 50_000, "Well")]
    [InlineData(100_000, 9_999, "Look")]
    [InlineData(100_000, 1_999, "Bad")]
    [InlineData(0, 0, "Well")]
    public void A_disk_can_be_full_of_small_files(long files, long free, string state) => Assert.Equal(
        state, DiskRoomCheck.Files(new Volume(1L << 40, 1L << 40, files, free)).State.ToString());

    [Fact]
    public async Task The_room_is_that_of_the_disk_under_the_data_folder()
    {
        var drive = new DriveInfo(_machine.DataFolder);
        Assert.Equal(drive.TotalSize, (await _machine.LookAsync("disk_room")).Figures["bytes"]);
        _machine.Set("""{ "Gateway": { "LowDiskMegabytes": 1000000 } }""");
        Assert.NotEqual(Well, (await _machine.LookAsync("disk_room")).State);
    }

    [Fact]
    public async Task A_disk_that_went_read_only_is_told_of_the_mount_that_the_folder_is_on()
    {
        const string top = "/dev/mmcblk0p2 / ext4 rw,noatime 0 0\n";
        string data = $"/dev/sda1 {_machine.DataFolder.Replace(" ", "\\040", StringComparison.Ordinal)} ext4";
        _machine.Put("/proc/self/mounts", $"{top}{data} ro,relatime 0 0\n");
        await SeesAsync("file_system", "bad", "/dev/sda1 is mounted read-only at");
        _machine.Put("/proc/self/mounts", $"/dev/sda1 {_machine.DataFolder}-other ext4 ro 0 0\n{top}");
        await SeesAsync("file_system", "well", "/dev/mmcblk0p2 (ext4) at /");
        _machine.Put("/proc/self/mounts", "nonsense\n\n");
        await SeesAsync("file_system", "well", "no errors");
    }

    [Theory]
    [InlineData("<3>[ 12.3] blk_update_request: I/O error, dev mmcblk0, sector 81920 op 0x0:(READ)", true)]
    [InlineData("<3>[ 12.3] Buffer I/O error on dev sda1, logical block 1, lost async page write", true)]
    [InlineData("<2>[ 12.3] EXT4-fs error (device mmcblk0p2): ext4_find_entry:1455: inode #2", true)]
    [InlineData("<3>[ 12.3] mmc0: error -110 whilst initialising SD card", true)]
    [InlineData("<3>[ 12.3] mmc1: Timeout waiting for hardware interrupt.", true)]
    [InlineData("<3>[ 12.3] blk_update_request: I/O error, dev fd0, sector 0", false)]
    [InlineData("<6>[ 12.3] mmc0: new high speed SDHC card at address aaaa", false)]
    [InlineData("<6>[ 12.3] EXT4-fs (mmcblk0p2): mounted filesystem with ordered data mode", false)]
    public async Task Of_what_the_kernel_says_the_errors_of_disks_are_told(string line, bool isError)
    {
        _machine.KernelLog = () => $"<6>[ 0.0] Booting Linux\n{line}\n";
        await SeesAsync("disk_errors", isError ? "bad" : "well", isError ? line[3..] : "none");
    }

    [Fact]
    public async Task A_kernel_that_shows_its_log_to_root_only_is_not_looked_at()
    {
        _machine.KernelLog = () => throw new UnauthorizedAccessException("the kernel's log: Operation not permitted");
        var found = await SeesAsync("disk_errors", "could_not_look", "the kernel's log");
        Assert.Contains("as root", found.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_is_vouched_for_by_a_time_server_a_battery_or_the_settings()
    {
        await SeesAsync("clock", "look", "nothing vouches for it");
        _machine.Put("/sys/class/rtc/rtc0/hctosys", "0\n");
        await SeesAsync("clock", "look", "nothing vouches for it");
        _machine.Put("/sys/class/rtc/rtc0/hctosys", "1\n");
        await SeesAsync("clock", "well", "from a battery clock");
        File.Delete(_machine.Put("/sys/class/rtc/rtc0/hctosys", ""));
        _machine.Set("""{ "Gateway": { "TrustClock": true } }""");
        await SeesAsync("clock", "well", "the settings say");
        _machine.ClockIsSynchronised = true;
        await SeesAsync("clock", "well", "2026-11-24 09:30 UTC, from a time server");
        _machine.ClockIsSynchronised = false;
        _machine.Put("/run/systemd/timesync/synchronized", "");
        await SeesAsync("clock", "well", "from a time server");
    }

    [Fact]
    public async Task A_clock_before_the_last_sale_is_wrong_whoever_vouches_for_it()
    {
        _machine.ClockIsSynchronised = true;
        await TamperedLedger.WriteAsync(_machine.Data("ledger.db")); // its last entry is of 2026-11-24 09:06
        await SeesAsync("clock", "well", "from a time server");
        _machine.Time.AdjustTime(new DateTimeOffset(2026, 11, 24, 9, 3, 0, TimeSpan.Zero));
        await SeesAsync("clock", "bad", "2026-11-24 09:03 UTC, which is before the last entry of the ledger, of 2026-11-24 09:06");
    }

    [Fact]
    public async Task A_ledger_is_opened_and_its_end_read()
    {
        await SeesAsync("ledger", "look", "there is no ledger in");
        await TamperedLedger.WriteAsync(_machine.Data("ledger.db"));
        var found = await SeesAsync("ledger", "well", "demo/S1/box1, 10 entries, the last of 2026-11-24 09:06 UTC; 5 not confirmed");
        Assert.Equal((10, 5), (found.Figures["last_seq"], found.Figures["confirmed_seq"]));
        Damage.Scribble(_machine.Data("ledger.db"));
        found = await SeesAsync("ledger", "bad", _machine.Data("ledger.db"));
        Assert.Contains("edgeposctl ledger verify --ledger", found.Advice, StringComparison.Ordinal);
        File.WriteAllText(_machine.Data("ledger.db"), "");
        await SeesAsync("ledger", "bad", _machine.Data("ledger.db"));
        File.Delete(_machine.Data("ledger.db"));
        Directory.CreateDirectory(_machine.Data("ledger.db"));
        await SeesAsync("ledger", "look", "no ledger");
    }

    [Theory]
    [InlineData("{ \"Gateway\": ", "box.json is no JSON")]
    [InlineData("[]", "box.json is no JSON: it must begin with {")]
    [InlineData("", "box.json is no JSON")]
    [InlineData("\0\u0001", "box.json is no JSON")]
    public async Task A_settings_file_that_is_no_JSON_is_named_and_the_rest_is_looked_at(string text, string seen)
    {
        _machine.Set(text);
        await SeesAsync("settings", "bad", seen);
        await SeesAsync("broker_name", "could_not_look", "no broker");
    }

    [Fact]
    public async Task Settings_are_read_as_the_daemon_reads_them()
    {
        await SeesAsync("settings", "well", "appsettings.json"); // the daemon's own, beside the programs
        _machine.Set("""
            { "relay": { "brokerHost": "a" }, /* of the shop */
              "List": [ "x", { "Y": 1 } ], "Gateway": { "Demo": true, }, }
            """);
        _machine.Put("/etc/edgepos/last.json", """{ "Relay:BrokerHost": "b" }""");
        var settings = _machine.Patient.Settings;
        Assert.Equal(("b", "x", "1", "True", ""),
            (settings["Relay:BrokerHost"], settings["List:0"], settings["List:1:Y"], settings["Gateway:Demo"], settings["Nothing"]));
        File.WriteAllText(_machine.Data("headoffice.settings"), "Relay:BrokerHost=c\nnonsense\n");
        Assert.Equal("c", _machine.Patient.Settings["Relay:BrokerHost"]);
        _machine.Set("""{ "Relay": { "TakeSettings": false } }""");
        Assert.Equal("b", _machine.Patient.Settings["Relay:BrokerHost"]);
    }

    [Fact]
    public async Task A_broker_is_looked_for_by_its_name_and_tried_at_its_port()
    {
        _machine.Put("/etc/resolv.conf", "# by hand\nnameserver 192.0.2.53\n");
        _machine.Set("""{ "Relay": { "BrokerHost": "no-such-broker.invalid" } }""");
        await SeesAsync("broker_name", "bad", "no-such-broker.invalid has no address");
        await SeesAsync("broker_name", "bad", "asked were 192.0.2.53");
        await SeesAsync("broker_port", "could_not_look", "no-such-broker.invalid has no address");

        using var broker = new TcpListener(IPAddress.Loopback, 0);
        broker.Start();
        int port = ((IPEndPoint)broker.LocalEndpoint).Port;
        _machine.Set($$"""{ "Relay": { "BrokerHost": "localhost", "BrokerPort": {{port}} } }""");
        await SeesAsync("broker_name", "well", "localhost is ");
        await SeesAsync("broker_port", "well", $"localhost:{port} listens");
        broker.Stop();
        var found = await SeesAsync("broker_port", "bad", $"localhost:{port}: Connection refused");
        Assert.Contains($"port {port} TCP", found.Advice, StringComparison.Ordinal);
        _machine.Set("""{ "Relay": { "BrokerHost": "127.0.0.1", "BrokerPort": "many" } }""");
        await SeesAsync("broker_name", "well", "127.0.0.1 is an address");
        await SeesAsync("broker_port", "bad", "127.0.0.1:1883: ");
        _machine.Set("""{ "HeadOffice": { "Embedded": true } }""");
        await SeesAsync("broker_port", "well", "head office is in the box");
    }

    private async Task<Finding> SeesAsync(string check, string state, string seen)
    {
        var found = await _machine.LookAsync(check);
        string expected = state.Replace("_", "", StringComparison.Ordinal);
        Assert.True(found.State.ToString().Equals(expected, StringComparison.OrdinalIgnoreCase), $"{found}");
        Assert.Contains(seen, found.Seen, StringComparison.Ordinal);
        return found;
    }
}
