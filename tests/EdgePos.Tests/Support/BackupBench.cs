using EdgePos.Gateway;
using EdgePos.Ledger;
using EdgePos.Provisioning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EdgePos.Tests;

/// <summary>A box's files, a stick, a key, and the part of the daemon that makes backups; and restores by the tool's own code.</summary>
internal sealed class BackupBench : IDisposable
{
    private readonly TempFolder _folder = new(), _stick = new(inMemory: true);

    public BackupBench(FakeTimeProvider? clock = null)
    {
        Clock = clock ?? new FakeTimeProvider(new DateTimeOffset(2026, 11, 30, 9, 0, 0, TimeSpan.Zero));
        Key = BackupKey.Make();
        File.WriteAllText(PrivateFile, Key.Key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(PublicFile, Key.PublicPem());
        Options = new BackupOptions { Folder = _stick.Path, KeyFile = PublicFile, Keep = 3, SpreadMinutes = 0 };
        Directory.CreateDirectory(SettingsFolder);
        Folder = DataFolder.Open(_folder.File("data"));
    }

    public FakeTimeProvider Clock { get; }

    public BackupKey Key { get; }

    public BackupOptions Options { get; }

    /// <summary>The stick: on another disk than the box's files.</summary>
    public string Stick => _stick.Path;

    public string SettingsFolder => _folder.File("etc");

    public string PrivateFile => _folder.File("shop.key");

    public string PublicFile => _folder.File("shop.key.pub");

    public DataFolder Folder { get; }

    /// <summary>Sells, with the ledger as the daemon has it.</summary>
    public async Task SellAsync(int from, int count)
    {
        using (var writer = Sales.Open(Folder.LedgerFile, Clock))
        {
            for (int i = from; i < from + count; i++)
                await writer.SubmitAsync(Sales.Sale(i));
        }

        using var counter = CounterFile.Open(Folder.CounterFile, Clock);
    }

    public BackupDesk Desk() => new(Microsoft.Extensions.Options.Options.Create(Options),
        new BackupContent(Folder, Microsoft.Extensions.Options.Options.Create(new GatewayOptions { SettingsFolder = SettingsFolder }),
            NullLogger<BackupContent>.Instance),
        Profile, Folder, new BoxClock(Clock, new LedgerReader(Folder.LedgerFile)), Clock);

    public BackupLoop Loop(BackupDesk desk, ILogger<BackupLoop>? log = null) => new(desk,
        Microsoft.Extensions.Options.Options.Create(Options), Profile, new BoxClock(Clock, new LedgerReader(Folder.LedgerFile)), Clock,
        new Random(1), log ?? NullLogger<BackupLoop>.Instance);

    /// <summary>A backup of some sales; gives the file.</summary>
    public async Task<string> BackupAsync(int sales = 20)
    {
        await SellAsync(1, sales);
        return (await Desk().MakeAsync(BackupOrder.AsSet, _ => { }, CancellationToken.None)).File;
    }

    /// <summary>The names of the files on the stick, in their order.</summary>
    public string[] OnStick() => [.. Directory.GetFiles(Stick).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>A machine to restore to: its data folder.</summary>
    public string NewMachine() => _folder.File($"machine{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}");

    /// <summary>Restores; gives what was said, also where it is refused.</summary>
    public async Task<(int ExitCode, string Output)> RestoreAsync(
        string file, string machine, Func<RestoreOrder, RestoreOrder>? change = null, bool asJson = false)
    {
        var order = new RestoreOrder(file, PrivateFile, Path.Combine(machine, "data"), Path.Combine(machine, "etc"), null,
            WithoutHeadOffice: false, BehindHeadOffice: false, ReceiptsAfter: null, OtherBox: false);
        var output = new StringWriter();
        try
        {
            int code = await new RestoreRun(change is null ? order : change(order), Clock, output).RunAsync(asJson, CancellationToken.None);
            return (code, output.ToString());
        }
        catch (ToolFault fault)
        {
            return (fault.ExitCode, fault.Message);
        }
    }

    public void Dispose()
    {
        Key.Dispose();
        Folder.Dispose();
        _folder.Dispose();
        _stick.Dispose();
    }

    private static StoreProfile Profile => new(Microsoft.Extensions.Options.Options.Create(new StoreOptions
    {
        Tenant = "demo",
        Code = "S1",
        Box = "box1",
        Currency = "EUR",
        TimeZone = "Europe/Amsterdam",
    }));
}
