using System.Text.RegularExpressions;
using Xunit;

namespace EdgePos.Tests;

/// <summary>
/// A head office that is the authority of its boxes, a real Mosquitto with its certificates and rights, and machines to set up.
/// </summary>
internal sealed partial class EnrolmentShop : IAsyncDisposable
{
    private readonly int _brokerPort = Daemon.FreePort();
    private HeadOfficeProgram? _office;
    private ProgramRun? _broker;

    private EnrolmentShop()
    {
    }

    public TempFolder Folder { get; } = new();

    public string Office => Folder.File("office");

    /// <summary>Makes the authority. The broker begins with <see cref="OpenAsync"/>, when it is known who may come.</summary>
    public static async Task<EnrolmentShop> MakeAsync()
    {
        Assert.SkipWhen(Mosquitto.Path is null, "Mosquitto is not installed: apt-get install mosquitto");
        var shop = new EnrolmentShop();
        Directory.CreateDirectory(shop.Office);
        await shop.VerbAsync(0, "certificate", "broker", "--host", "localhost", "--host", "127.0.0.1", "--to", shop.Folder.File("certs"));
        await shop.VerbAsync(0, "certificate", "headoffice", "--to", shop.Folder.File("certs"));
        return shop;
    }

    /// <summary>Tells the broker who may do what, starts it, and head office.</summary>
    public async Task OpenAsync()
    {
        await TellRightsAsync();
        // As root it becomes its own user, who must be able to read them.
        foreach (string file in new[] { "certs/broker.pem", "certs/broker.key.pem", "office/boxes-root.pem", "rights" })
            File.SetUnixFileMode(Folder.File(file), UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        foreach (string folder in new[] { Folder.Path, Folder.File("certs"), Office })
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        _broker = await Mosquitto.StartAsync(Folder, _brokerPort, $"""
            cafile {Folder.File("office/boxes-root.pem")}
            certfile {Folder.File("certs/broker.pem")}
            keyfile {Folder.File("certs/broker.key.pem")}
            require_certificate true
            use_identity_as_username true
            acl_file {Folder.File("rights")}
            """);
        await using var before = _office;
        _office = new HeadOfficeProgram(Office, _brokerPort, "--HeadOffice:Tenant=acme",
            $"--HeadOffice:RootFile={Folder.File("office/boxes-root.pem")}",
            $"--HeadOffice:CertificateFile={Folder.File("certs/headoffice.pem")}",
            $"--HeadOffice:KeyFile={Folder.File("certs/headoffice.key.pem")}").Start();
    }

    /// <summary>The broker reads anew who may do what.</summary>
    public async Task TellRightsAsync()
    {
        await File.WriteAllTextAsync(Folder.File("rights"), await VerbAsync(0, "rights"));
        if (_broker is not null)
            Assert.Equal(0, (await ProgramRun.ToEndAsync("/bin/kill", "", "-HUP", $"{_broker.ProcessId}")).ExitCode);
    }

    /// <summary>Makes a claim; gives its file.</summary>
    public async Task<string> ClaimAsync(string box, params string[] more)
    {
        string file = Folder.File(Path.GetRandomFileName());
        string[] which = box.Length > 0 ? [box] : [];
        await VerbAsync(0, ["enrol", .. which, "--to", file, "--broker", $"localhost:{_brokerPort}", "--broker-root",
            Folder.File("office/boxes-root.pem"), "--set", "Store:Currency=EUR", .. more]);
        return file;
    }

    /// <summary>Runs a verb of head office to its end.</summary>
    public async Task<string> VerbAsync(int expected, params string[] args)
    {
        var (code, output) = await ProgramRun.ToEndAsync(
            Programs.HeadOffice, "", [.. args, "--tenant", "acme", "--data-folder", Office]);
        Assert.True(code == expected, output);
        return output;
    }

    /// <summary>Sets a machine up, to its end. Its settings and files are in folders of its name.</summary>
    public Task<(int ExitCode, string Output)> EnrolAsync(string machine, string claim) =>
        ProgramRun.ToEndAsync(Programs.Edgeposctl, "", ArgumentsOf(machine, claim));

    /// <summary>Begins to set a machine up.</summary>
    public ProgramRun BeginToEnrol(string machine, string claim) => ProgramRun.Start(Programs.Edgeposctl, ArgumentsOf(machine, claim));

    /// <summary>The box that a machine is, with nothing but the settings that it was set up with.</summary>
    public Daemon BoxOf(string machine) => new(DataOf(machine), "--Devices:printer:Link=", "--HeadOffice:Embedded=false",
        $"--Gateway:SettingsFolder={SettingsOf(machine)}");

    public string DataOf(string machine) => Folder.File($"{machine}-data");

    public string SettingsOf(string machine)
    {
        Directory.CreateDirectory(Folder.File($"{machine}-settings"));
        return Folder.File($"{machine}-settings");
    }

    /// <summary>The code that a machine shows, once it does.</summary>
    public static async Task<string> CodeOfAsync(ProgramRun enrolling)
    {
        for (long begun = TimeProvider.System.GetTimestamp(); ; await Task.Delay(50))
        {
            if (ShownCode().Match(enrolling.Output) is { Success: true } shown)
                return shown.Value;
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience && !enrolling.HasExited, enrolling.Output);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_office is not null)
            await _office.DisposeAsync();
        if (_broker is not null)
            await _broker.DisposeAsync();
        Folder.Dispose();
    }

    private string[] ArgumentsOf(string machine, string claim) => ["enrol", claim, "--daemon", Programs.Gateway, "--folder",
        SettingsOf(machine), "--data-folder", DataOf(machine), "--no-start"];

    [GeneratedRegex("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")]
    private static partial Regex ShownCode();
}
