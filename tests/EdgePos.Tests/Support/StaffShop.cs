using EdgePos.V1;
using Xunit;

namespace EdgePos.Tests;

/// <summary>A box with a head office of its own, which tells it who works there.</summary>
internal sealed class StaffShop : IAsyncDisposable
{
    /// <summary>The PIN that everybody begins with.</summary>
    public const string StartPin = "204060";

    /// <summary>The PIN that everybody chooses.</summary>
    public const string Pin = "480215";

    /// <summary>Who works there.</summary>
    public const string Everybody = $"""
        number,name,role,badges,stores,blocked,start_pin
        1,Cas Kassier,cashier,BADGE-1,,,{StartPin}
        2,Suze Supervisor,supervisor,BADGE-2,,,{StartPin}
        3,Max Manager,manager,,S1,,{StartPin}
        4,Tess Technicus,technician,,,,{StartPin}
        5,Sjaak Schap,stock-clerk,,S1 S2,,{StartPin}
        6,Gerda Gaat,cashier,,,left in May,{StartPin}
        7,Eddy Elders,manager,,S9,,{StartPin}
        8,Cato Kassier,cashier,,,,{StartPin}

        """;

    private readonly TempFolder _folder = new();
    private readonly HashSet<string> _chosen = [];
    private int _told;

    private StaffShop(string[] settings) =>
        Daemon = new Daemon(_folder.File("data"), [.. WithHeadOffice(), "--Staff:SignIn=true", .. settings]);

    /// <summary>Settings of a box with a head office of its own, and no printer.</summary>
    public static string[] WithHeadOffice() =>
        ["--Devices:printer:Link=", $"--HeadOffice:BrokerPort={Daemon.FreePort()}", "--HeadOffice:ShareEmployeesSeconds=1"];

    public Daemon Daemon { get; }

    public Staff.StaffClient Staff => new(Daemon.Channel);

    public Audit.AuditClient Audit => new(Daemon.Channel);

    /// <summary>Opens one in which everybody is known, with the usual prices.</summary>
    public static async Task<StaffShop> OpenAsync(params string[] settings)
    {
        var shop = new StaffShop(settings);
        await shop.Daemon.StartAsync();
        await shop.TellAsync(Everybody);
        return shop;
    }

    /// <summary>Head office takes in who works there, and tells the box.</summary>
    public Task TellAsync(string employees, string roles = "") => TellAsync(Daemon, _folder, ++_told, employees, roles);

    /// <summary>The same for a box that has a head office of its own.</summary>
    /// <param name="told">How often it was told, this time counted.</param>
    public static async Task TellAsync(Daemon daemon, TempFolder folder, int told, string employees, string roles = "")
    {
        string file = folder.File($"employees-{told}.csv"), rolesFile = folder.File($"roles-{told}.csv");
        File.WriteAllText(file, employees);
        File.WriteAllText(rolesFile, roles);
        var (code, output) = await ProgramRun.ToEndAsync(Programs.HeadOffice, "",
        [
            "employees", file, .. roles.Length > 0 ? ["--roles", rolesFile] : Array.Empty<string>(),
            "--data-folder", Path.Combine(daemon.DataFolder, "headoffice"), "--tenant", "demo",
        ]);
        Assert.True(code == 0, output);
        for (long begun = TimeProvider.System.GetTimestamp();
            !daemon.Output.Contains($"employees {told} is current", StringComparison.Ordinal); await Task.Delay(20))
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience, $"the box was not told\n{daemon.Output}");
    }

    /// <summary>Somebody chooses a PIN, and signs in at a register.</summary>
    public async Task<SignedIn> EnterAsync(string employee, int register = 1)
    {
        await ChoosePinAsync(employee);
        return await Staff.SignInAsync(new SignInRequest { Employee = employee, Pin = Pin }, Daemon.As(register));
    }

    /// <summary>Somebody chooses a PIN, where they have not yet.</summary>
    public async Task ChoosePinAsync(string employee)
    {
        if (_chosen.Add(employee))
        {
            await Staff.ChangePinAsync(
                new ChangePinRequest { Employee = employee, Pin = StartPin, NewPin = Pin }, Daemon.As(1));
        }
    }

    /// <summary>The acts that the journal tells of.</summary>
    public async Task<IReadOnlyList<AuditedAct>> ActsAsync(ListAuditRequest request, int register)
    {
        using var call = Audit.List(request, Daemon.As(register));
        List<AuditedAct> acts = [];
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
            acts.Add(call.ResponseStream.Current);
        return acts;
    }

    public async ValueTask DisposeAsync()
    {
        await Daemon.DisposeAsync();
        _folder.Dispose();
    }
}
