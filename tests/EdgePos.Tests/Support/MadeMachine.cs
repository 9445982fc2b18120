using EdgePos.Provisioning;
using Microsoft.Extensions.Time.Testing;

namespace EdgePos.Tests;

/// <summary>A machine that is files in a folder, and a box that is set up on it.</summary>
internal sealed class MadeMachine : IDisposable
{
    private readonly TempFolder _folder = new();

    public MadeMachine() => Directory.CreateDirectory(DataFolder);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 9, 30, 0, TimeSpan.Zero));

    /// <summary>What the kernel has said.</summary>
    public Func<string> KernelLog { get; set; } = () => "";

    public bool ClockIsSynchronised { get; set; }

    public string DataFolder => _folder.File("data");

    public Patient Patient => Patient.Of(
        new Machine(Time, _folder.File("root")) { KernelLog = () => KernelLog(), ClockIsSynchronised = () => ClockIsSynchronised },
        DataFolder, []);

    /// <summary>A file of the data folder.</summary>
    public string Data(string name) => Path.Combine(DataFolder, name);

    /// <summary>Writes a file of the machine; gives its real path.</summary>
    /// <param name="path">Seen from the top of its file system.</param>
    public string Put(string path, string text)
    {
        string file = _folder.File("root") + path;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>Writes the box's settings.</summary>
    public void Set(string json) => Put("/etc/edgepos/box.json", json);

    /// <summary>Makes one check, as the doctor does.</summary>
    public Task<Finding> LookAsync(string check) => DoctorRun.LookAsync(
        Checks.All.Single(one => one.Name == check), Patient, TimeSpan.FromSeconds(30), CancellationToken.None);

    public void Dispose() => _folder.Dispose();
}
