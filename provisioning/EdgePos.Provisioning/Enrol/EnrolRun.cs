using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgePos.Provisioning;

/// <summary>What is asked for.</summary>
/// <param name="Claim">A file, a line, "-", or nothing: it is looked for.</param>
/// <param name="DataFolder">Of the box.</param>
/// <param name="Start">True: the daemon is started anew.</param>
internal sealed record EnrolOrder(string Claim, string DataFolder, bool Start);

/// <summary>
/// Makes the machine a box: the daemon's program asks head office, as the daemon's user; this writes the settings and starts it.
/// </summary>
internal sealed partial class EnrolRun(
    EnrolOrder order, SettingsProgram daemon, ClaimPlaces places, Machine machine, FirstConfirmed first, TextWriter output)
{
    // Before those that are written by hand.
    private const string OwnFile = "10-enrolled.json";
    private const string DaemonUserName = "edgepos";
    private const long ClockOffMost = 30; // seconds

    private static readonly TimeSpan CommandDeadline = TimeSpan.FromSeconds(60);

    private readonly List<(string Name, string Value)> _settings = [];
    private string _refusal = "";
    private int _refusedWith = ExitCodes.Ok;

    /// <summary>Does it. Gives an exit code: 0; 1 where head office has not confirmed anything yet; 65 refused; 69 no answer.</summary>
    /// <exception cref="ToolFault">What to do.</exception>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        if (await ClaimAsync(stop) is not var (text, place))
        {
            output.WriteLine("this machine was set up by hand meanwhile");
            return ExitCodes.Ok;
        }

        await MakeDataFolderAsync(stop);
        string[] program = AsDaemon("enrol", "--data-folder", order.DataFolder, "--machine", MachineName());
        await using (var asking = ChildProgram.Start(program[0], program[1..]))
        {
            // It ends with us: our end of its input closes, however we go.
            await asking.Input.WriteAsync($"{text}\n.\n");
            await asking.Input.FlushAsync(stop);
            while (await asking.Output.ReadLineAsync(stop) is { } line)
                await HearAsync(line.Split('\t'), stop);
            int ended = await asking.WaitAsync(stop);
            if (ended != ExitCodes.Ok)
            {
                throw new ToolFault(_refusedWith == ExitCodes.Ok ? ended : _refusedWith,
                    _refusal.Length > 0 ? _refusal : "head office was not asked");
            }
        }

        SettingsFile.Set(Path.Combine(daemon.Folder, OwnFile), _settings);
        if (place.Length > 0)
            ClaimPlaces.SetAside(place);
        if (await daemon.AskAsync([], stop) is null)
        {
            output.WriteLine("enrolled, but the daemon would not start: put the setting right that is named above (edgeposctl config set), "
                + "then systemctl start edgepos");
            return ExitCodes.NotAsItMustBe;
        }

        if (!order.Start || !Directory.Exists(machine.At("/run/systemd/system")))
        {
            output.WriteLine("enrolled; the daemon takes it at its next start");
            return ExitCodes.Ok;
        }

        output.WriteLine("starting the box");
        if (!await RunsAsync("systemctl", stop, "restart", "edgepos.service"))
            throw new ToolFault(ExitCodes.Unavailable, "enrolled, but the daemon did not start: journalctl -u edgepos -n 50");
        return await first.WaitAsync(stop) ? ExitCodes.Ok : ExitCodes.NotAsItMustBe;
    }

    private async Task<(string Text, string Place)?> ClaimAsync(CancellationToken stop)
    {
        if (order.Claim.Length == 0)
        {
            output.WriteLine($"looking for {HeadOffice.V1.ClaimText.FileName} on the boot partition, in /etc/edgepos and on USB sticks");
            var found = await places.WaitAsync(daemon.Folder, stop);
            if (found is var (_, where))
                output.WriteLine($"found {where}");
            return found;
        }

        if (order.Claim == "-")
            return (await Console.In.ReadToEndAsync(stop), "");
        if (!File.Exists(order.Claim))
        {
            return order.Claim.StartsWith("edgepos-enrol-", StringComparison.Ordinal) ? (order.Claim, "")
                : throw new ToolFault(ExitCodes.NoInput, $"{order.Claim} is no file, and no line that begins with edgepos-enrol-");
        }

        try
        {
            return (await File.ReadAllTextAsync(order.Claim, stop), order.Claim);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ToolFault(ExitCodes.NoInput, $"{order.Claim} cannot be read: {fault.Message}");
        }
    }

    private async Task HearAsync(string[] line, CancellationToken stop)
    {
        switch (line)
        {
            case ["step", var sentence]:
                output.WriteLine(sentence);
                break;
            case ["code", var code]:
                output.WriteLine($"this box shows   {code}   to whoever adopts it");
                if (await new CodeSlip(machine).PrintAsync(code, MachineName(), stop) > 0)
                    output.WriteLine("it is on the receipt printer, too");
                break;
            case ["clock", var seconds]
                when long.TryParse(seconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long behind):
                await SetClockAsync(behind, stop);
                break;
            case ["set", var setting] when SettingLine().Match(setting) is { Success: true } read:
                _settings.Add((read.Groups[1].Value, read.Groups[2].Value));
                break;
            case ["refused", var code, var sentence]:
                (_refusal, _refusedWith) = ($"{code}: {sentence}", code == "NOT_ALLOWED" ? ExitCodes.NotAllowed : ExitCodes.DamagedData);
                break;
            default:
                break;
        }
    }

    // Head office's is the best time that there is where no server of the network's has told one.
    private async Task SetClockAsync(long behind, CancellationToken stop)
    {
        if (Math.Abs(behind) <= ClockOffMost)
            return;
        if (machine.ClockIsSynchronised())
        {
            output.WriteLine($"head office's clock differs by {behind} s from this machine's, which the network vouches for");
            return;
        }

        string now = (machine.Time.GetUtcNow().ToUnixTimeSeconds() + behind).ToString(CultureInfo.InvariantCulture);
        output.WriteLine(await RunsAsync("date", stop, "-u", "-s", $"@{now}") ? $"the clock is put right by {behind} s"
            : $"the clock is wrong by {behind} s and could not be set: run this as root");
    }

    // Its package made it; a machine without the package has none yet.
    private async Task MakeDataFolderAsync(CancellationToken stop)
    {
        if (Directory.Exists(order.DataFolder))
            return;
        if (!IsRootWithDaemon()
            || !await RunsAsync("install", stop, "-d", "-m", "750", "-o", DaemonUserName, "-g", DaemonUserName, order.DataFolder))
            Directory.CreateDirectory(order.DataFolder);
    }

    private Task<bool> RunsAsync(string program, CancellationToken stop, params string[] arguments) =>
        new SystemProgram(program, CommandDeadline, machine.Time).SucceedsAsync(arguments, stop);

    private string[] AsDaemon(params string[] args) => IsRootWithDaemon()
        ? ["setpriv", $"--reuid={DaemonUserName}", $"--regid={DaemonUserName}", "--init-groups", "--", daemon.Program, .. args]
        : [daemon.Program, .. args];

    private bool IsRootWithDaemon() => Environment.IsPrivilegedProcess
        && new Accounts(machine).HasUser(DaemonUserName);

    // A Pi says its serial number in the device tree, a PC in its firmware; else the name that Linux gave it.
    private string MachineName() => (Quietly("/proc/device-tree/serial-number") ?? Quietly("/sys/class/dmi/id/product_serial")
        ?? Quietly("/etc/machine-id") ?? "").Trim('\0', ' ');

    private string? Quietly(string path)
    {
        try
        {
            return machine.Read(path) is { Length: > 0 } text ? text : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex("^([A-Za-z][A-Za-z0-9]*(?::[A-Za-z0-9_.-]+)+)=(.*)$")]
    private static partial Regex SettingLine();
}
