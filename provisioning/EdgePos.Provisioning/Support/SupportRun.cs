using System.Globalization;
using System.IO.Compression;
using System.Text;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Provisioning;

/// <summary>Where a support bundle looks.</summary>
/// <param name="Gateway">Address of the box.</param>
/// <param name="Register">Number under which the box knows who asks.</param>
/// <param name="Daemon">The daemon's program, for the settings.</param>
/// <param name="SettingsFolder">Folder with the box's own settings.</param>
/// <param name="DataFolder">The daemon's data folder; null: as the settings say.</param>
/// <param name="OutcomeFolder">Root's folder for what became of updates.</param>
/// <param name="Home">Folder with the programs of each version.</param>
internal sealed record SupportPlaces(
    Uri Gateway, int Register, string Daemon, string SettingsFolder, string? DataFolder, string OutcomeFolder, string Home);

/// <summary>
/// Packs what support needs into one archive, whether the daemon runs or not: a part that cannot be had says why in its place. Only what
/// names nobody and opens nothing is asked for at all, and every text is looked over once more.
/// </summary>
internal sealed class SupportRun(SupportPlaces places, Machine machine, TextWriter output)
{
    private const int LogLines = 1000, KernelLinesMost = 500, FilesMost = 1000;

    private static readonly TimeSpan AskDeadline = TimeSpan.FromSeconds(5), ProgramDeadline = TimeSpan.FromSeconds(30);

    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true)
        .WithFormatDefaultValues(true).WithIndentation());

    // What the kernel says of disks, cards and their file systems, and of power and memory that ended.
    private static readonly string[] KernelWords =
        ["I/O error", "EXT4-fs", "mmc", "mmcblk", "nvme", "blk_update", "Undervoltage", "under-voltage", "Out of memory", "oom-kill"];

    /// <summary>Packs it.</summary>
    /// <exception cref="ToolFault">The file cannot be written.</exception>
    public async Task<int> RunAsync(string file, CancellationToken stop)
    {
        (string Name, Func<CancellationToken, Task<string>> Part)[] parts =
        [
            ("about.txt", _ => Task.FromResult(About())),
            ("status.json", StatusAsync), ("devices.json", DevicesAsync), ("doctor.json", DoctorAsync),
            ("settings.txt", SettingsAsync), ("log.txt", LogAsync), ("update.txt", _ => Task.FromResult(Update())),
            ("disk.txt", _ => Task.FromResult(Disk())), ("kernel-storage.txt", _ => Task.FromResult(KernelLines())),
        ];
        var texts = new List<(string Name, string Text)>();
        foreach (var (name, part) in parts)
            texts.Add((name, Scrubbed.Of(await TryAsync(part, stop))));
        int code = WholeFile.Write(file, force: false, stream =>
        {
            Pack(stream, texts);
            return ExitCodes.Ok;
        });
        output.WriteLine($"{file}: {string.Join(", ", texts.Select(text => text.Name))}");
        output.WriteLine("It has no secrets and names nobody; look into it before you send it: it is a zip of texts.");
        return code;
    }

    private void Pack(Stream to, IEnumerable<(string Name, string Text)> texts)
    {
        using var zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, text) in texts)
        {
            var entry = zip.CreateEntry(name);
            entry.LastWriteTime = machine.Time.GetUtcNow();
            using var file = entry.Open();
            file.Write(Encoding.UTF8.GetBytes(text.TrimEnd('\n') + "\n"));
        }
    }

    private static async Task<string> TryAsync(Func<CancellationToken, Task<string>> part, CancellationToken stop)
    {
        try
        {
            return await part(stop);
        }
        catch (Exception fault) when (fault is ToolFault or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return $"This could not be had: {fault.Message}";
        }
    }

    private string About() => string.Join('\n',
        $"made        {Shown.Moment(machine.Time.GetUtcNow())}",
        $"tool        edgeposctl {typeof(SupportRun).Assembly.GetName().Version!.ToString(3)}",
        $"kernel      {machine.Read("/proc/version")}",
        $"system      {SystemName()}",
        $"machine     {MachineName()}",
        $"up, idle    {machine.Read("/proc/uptime")} s",
        $"load        {machine.Read("/proc/loadavg")}");

    private string MachineName() => machine.Read("/sys/firmware/devicetree/base/model")?.TrimEnd('\0')
        ?? machine.Read("/sys/class/dmi/id/product_name") ?? "unknown";

    private string SystemName() => machine.Read("/etc/os-release")?.Split('\n')
        .FirstOrDefault(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal))?[12..].Trim('"') ?? "unknown";

    private async Task<string> StatusAsync(CancellationToken stop) => Json.Format(await Call((channel, options) =>
        new Box.BoxClient(channel).GetStatusAsync(new GetStatusRequest(), options).ResponseAsync, stop));

    private async Task<string> DevicesAsync(CancellationToken stop) => Json.Format(await Call((channel, options) =>
        new V1.Devices.DevicesClient(channel).ListDevicesAsync(new ListDevicesRequest(), options).ResponseAsync, stop));

    private Task<T> Call<T>(Func<Grpc.Net.Client.GrpcChannel, Grpc.Core.CallOptions, Task<T>> call, CancellationToken stop) =>
        new RemoteCall("the box", places.Gateway, AskDeadline, machine.Time, places.Register).RunAsync(call, stop);

    private async Task<string> DoctorAsync(CancellationToken stop)
    {
        var said = new StringWriter(CultureInfo.InvariantCulture);
        await new DoctorRun(Patient.Of(machine, places.DataFolder, []), said).RunAsync(asJson: true, stop);
        return said.ToString();
    }

    private async Task<string> SettingsAsync(CancellationToken stop)
    {
        var settings = await new SettingsProgram(places.Daemon, places.SettingsFolder).AskAsync([], stop);
        return settings is null ? "The daemon would not start with these settings: edgeposctl config validate"
            : string.Join('\n', settings.Select(one => $"{one.Name}={one.Value}   ({one.Source})"));
    }

    // The system's journal knows also what was said before the last start.
    private async Task<string> LogAsync(CancellationToken stop)
    {
        if (!LogsRun.HasJournal)
        {
            var answer = await new LogsRun(places.Gateway, places.Register, machine.Time, output).ReadAsync(LogLines, stop);
            return string.Join('\n', answer.Lines);
        }

        var journal = new SystemProgram("journalctl", ProgramDeadline, machine.Time);
        return (await journal.RunAsync(["-u", "edgepos.service", "-u", "edgepos-update.service", "--no-pager", "-o", "short-iso",
            "-n", LogLines.ToString(CultureInfo.InvariantCulture)], stop)).Output;
    }

    private string Update()
    {
        string outcome = Path.Combine(places.OutcomeFolder, HeadOffice.V1.UpdateOutcome.FileName);
        var folders = new VersionFolders(places.Home);
        return string.Join('\n',
            $"current     {folders.Current ?? "none: not from a package"}",
            $"previous    {folders.Previous ?? "none"}",
            $"there       {string.Join(", ", machine.In(Path.Combine(places.Home, "versions")).Select(Path.GetFileName))}",
            File.Exists(outcome) ? $"\n{File.ReadAllText(outcome)}" : "last        none was tried");
    }

    private string Disk()
    {
        var patient = Patient.Of(machine, places.DataFolder, []);
        var volume = Volume.Of(patient.DataFolder);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{patient.DataFolder}: {Shown.Size(volume.FreeBytes)} of {Shown.Size(volume.Bytes)} ")
            .Append(CultureInfo.InvariantCulture, $"are free, {volume.FreeFiles} of {volume.Files} files\n\n");
        var files = new DirectoryInfo(patient.DataFolder).EnumerateFiles("*", SearchOption.AllDirectories);
        foreach (var file in files.OrderByDescending(file => file.Length).Take(FilesMost))
            text.Append(CultureInfo.InvariantCulture, $"{file.Length,14}  {Path.GetRelativePath(patient.DataFolder, file.FullName)}\n");
        text.Append('\n').Append(machine.Read("/proc/mounts"));
        return text.ToString();
    }

    private string KernelLines() => string.Join('\n', machine.KernelLog().Split('\n')
        .Where(line => KernelWords.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase))).TakeLast(KernelLinesMost));
}
