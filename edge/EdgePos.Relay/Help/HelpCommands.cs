using EdgePos.HeadOffice.V1;
using static EdgePos.HeadOffice.V1.HelpRequest.CommandOneofCase;

namespace EdgePos.Relay;

/// <summary>Who may do more may do all that those before may.</summary>
internal enum HelpRole
{
    /// <summary>Looks.</summary>
    Reader = 1,

    /// <summary>Looks closely, and tries devices.</summary>
    Technician = 2,

    /// <summary>Changes what the store works with.</summary>
    Manager = 3,
}

/// <summary>The commands of remote help: who may give them, and what they are called.</summary>
internal static class HelpCommands
{
    private const int NameMax = 64;

    private static readonly Dictionary<HelpRequest.CommandOneofCase, (HelpRole Needs, string Name)> All = new()
    {
        [Status] = (HelpRole.Reader, "status"),
        [LedgerHead] = (HelpRole.Reader, "ledger-head"),
        [HelpRequest.CommandOneofCase.Log] = (HelpRole.Technician, "log"),
        [Bundle] = (HelpRole.Technician, "bundle"),
        [TestDevice] = (HelpRole.Technician, "test-device"),
        [SwitchDataset] = (HelpRole.Manager, "switch-dataset"),
        [Restart] = (HelpRole.Manager, "restart"),
    };

    private static readonly Dictionary<string, HelpRole> Roles = new()
    {
        ["help-reader"] = HelpRole.Reader,
        ["help-technician"] = HelpRole.Technician,
        ["help-manager"] = HelpRole.Manager,
    };

    /// <summary>The role of a name in a certificate; null: it is none.</summary>
    public static HelpRole? RoleOf(string name) => Roles.TryGetValue(name, out var role) ? role : null;

    /// <summary>Why somebody may not give a command; null: they may.</summary>
    public static HelpRefusal? Check(HelpRequest request, HelpOperator who)
    {
        if (!All.TryGetValue(request.CommandCase, out var command))
            return new(HelpRefusal.UnknownCommand, "this box knows no such command");
        if (RoleOf(who.Role) is not { } role)
        {
            return new(HelpRefusal.NoRole,
                "the certificate names no role: its subject needs one OU of help-reader, help-technician or help-manager");
        }

        return role >= command.Needs ? null : new(HelpRefusal.NotAllowed,
            $"{command.Name} needs the role {Roles.First(one => one.Value == command.Needs).Key}; {who.Name} has {who.Role}");
    }

    /// <summary>A command as it is typed; empty: this program does not know it.</summary>
    public static string WordsOf(HelpRequest request) => !All.TryGetValue(request.CommandCase, out var command) ? ""
        : request.CommandCase switch
        {
            TestDevice => $"{command.Name} {Shown(request.TestDevice.Device)}",
            SwitchDataset => $"{command.Name} {Shown(request.SwitchDataset.Dataset)} {request.SwitchDataset.Version}",
            _ => command.Name,
        };

    /// <summary>A name from outside, fit for a line of a log or the journal.</summary>
    public static string Shown(string name) =>
        string.Concat(name.Take(NameMax).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter));
}
