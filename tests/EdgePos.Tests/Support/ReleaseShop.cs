using System.Security.Cryptography;
using System.Text;
using EdgePos.HeadOffice.V1;

namespace EdgePos.Tests;

/// <summary>
/// A box's folders for updates, and packages for it that no dpkg needs to read: `Dpkg` is a program in its place which makes a version
/// current, or breaks, as the package says.
/// </summary>
internal sealed class ReleaseShop : IDisposable
{
    private const int Padding = 700_000;

    public ReleaseShop()
    {
        foreach (string folder in new[] { Keys, Outcomes, Path.Combine(Home, "versions/0.1.0-a"), Path.Combine(Data, "update") })
            Directory.CreateDirectory(folder);
        File.CreateSymbolicLink(Path.Combine(Home, "current"), "versions/0.1.0-a");
        File.WriteAllText(Path.Combine(Keys, "builder.pem"), Builder.ExportSubjectPublicKeyInfoPem());
        File.WriteAllText(Dpkg, $$"""
            #!/bin/sh
            [ "$1" = --configure ] && exec touch "{{Home}}/configured"
            head=$(sed '/^$/q' "$2")
            of() { printf '%s\n' "$head" | sed -n "s/^$1: //p"; }
            [ "$1" = --field ] && printf '%s\n' "$head" && exit
            if [ "$(of Behaves)" = breaks ]; then
                echo "edgepos: $(of Version)-a does not start here; the box sells with 0.1.0-a again" >&2
                exit 1
            fi
            mkdir -p "{{Home}}/versions/$(of Version)-a"
            ln -sfn "$(readlink "{{Home}}/current")" "{{Home}}/previous"
            ln -sfn "versions/$(of Version)-a" "{{Home}}/current"
            """);
        File.SetUnixFileMode(Dpkg, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public TempFolder Folder { get; } = new();

    /// <summary>Whom the box knows.</summary>
    public ECDsa Builder { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string Data => Folder.File("data");

    public string Keys => Folder.File("keys");

    public string Outcomes => Folder.File("outcomes");

    public string Home => Folder.File("home");

    public string Dpkg => Folder.File("dpkg");

    public string OrderFile => Path.Combine(Data, "update", "order");

    /// <summary>The version that is current.</summary>
    public string Current => Path.GetFileName(new FileInfo(Path.Combine(Home, "current")).LinkTarget!).Split('-')[0];

    /// <summary>What became of the last update; null: nothing was said.</summary>
    public UpdateOutcome? Outcome => Path.Combine(Outcomes, UpdateOutcome.FileName) is var file && File.Exists(file)
        ? UpdateOutcome.Read(File.ReadAllBytes(file)) : null;

    /// <summary>Settings of a daemon that takes updates at any quiet moment.</summary>
    public string[] Settings => [$"--Update:KeysFolder={Keys}", $"--Update:OutcomeFolder={Outcomes}", "--Update:QuietMinutes=0"];

    /// <summary>Makes a package and its note.</summary>
    /// <param name="change">Another note than is true.</param>
    /// <param name="by">Who signs it; null: whom the box knows.</param>
    public string Make(string version, Func<ReleaseNote, ReleaseNote>? change = null, ECDsa? by = null, string behaves = "well",
        long installedKilobytes = 10, string? name = null)
    {
        string file = Folder.File(name ?? $"edgepos_{version}_{behaves}.deb");
        var random = new Random(1);
        byte[] padding = new byte[Padding];
        random.NextBytes(padding);
        string head = $"Package: edgepos\nVersion: {version}\nArchitecture: {ReleaseRules.Architecture}\n"
            + $"Installed-Size: {installedKilobytes}\nBehaves: {behaves}\n\n";
        File.WriteAllBytes(file, [.. Encoding.ASCII.GetBytes(head), .. padding]);
        var note = new ReleaseNote("edgepos", Version.Parse(version), ReleaseRules.Architecture, new Version(0, 0, 0), GoesBack: false,
            new FileInfo(file).Length, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));
        File.WriteAllBytes(file + ".sig", (change?.Invoke(note) ?? note).Sign(by ?? Builder));
        return file;
    }

    /// <summary>Puts a package where the daemon would, and orders it.</summary>
    public void Order(long number, string package)
    {
        File.Copy(package, Path.Combine(Data, "update", $"{number}.deb"), overwrite: true);
        File.Copy(package + ".sig", Path.Combine(Data, "update", $"{number}.deb.sig"), overwrite: true);
        File.WriteAllText(OrderFile, $"{number}\n");
    }

    /// <summary>Runs the installer as its unit does, or as a person.</summary>
    public Task<(int ExitCode, string Output)> UpdateAsync(params IEnumerable<string> args) => ProgramRun.ToEndAsync(
        Programs.Edgeposctl, "",
        ["update", "--data", Data, "--outcomes", Outcomes, "--keys", Keys, "--home", Home, "--dpkg", Dpkg, .. args]);

    public void Dispose()
    {
        Builder.Dispose();
        Folder.Dispose();
    }
}
