using System.CommandLine;
using System.CommandLine.Parsing;
using EdgePos.HeadOffice.V1;

namespace EdgePos.Provisioning;

/// <summary>The verbs `update` and `rollback`: the box's own programs, by hand, and for the unit that installs what came down.</summary>
internal static class UpdateVerbs
{
    private static readonly TimeSpan DpkgDeadline = TimeSpan.FromMinutes(20), StartDeadline = TimeSpan.FromMinutes(10);

    private static readonly Option<string> Data = Place("--data", "the daemon's data folder", "/var/lib/edgepos");
    private static readonly Option<string> Outcomes = Place(
        "--outcomes", "root's folder for what became of an update", UpdateOutcome.UsualFolder);

    private static readonly Option<string> Keys = Place(
        "--keys", "folder with the public keys of those who build packages", ReleaseKeys.UsualFolder);

    private static readonly Option<string> Home = Place("--home", "folder with the programs of each version", "/usr/lib/edgepos");
    private static readonly Option<string> DpkgProgram = Place("--dpkg", "Debian's installer", "dpkg");
    private static readonly Option<string> Systemctl = Place("--systemctl", "what starts the daemon again", "systemctl");

    public static Command Update(Option<Uri> gateway, Option<int> register)
    {
        var file = new Argument<string?>("file")
        {
            Description = "a package, with its note FILE.sig beside it; without one, what has come down is installed",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var check = new Option<bool>("--check") { Description = "only tells which version is wanted, and what it waits for" };
        var ordered = new Option<bool>("--ordered") { Description = "installs what the daemon has ordered; for its unit" };
        var unsigned = new Option<bool>("--unsigned") { Description = "takes a FILE for which nobody vouches" };
        var json = new Option<bool>("--json") { Description = "with --check: the same for a program" };
        var command = new Command("update", "installs a newer version now, as root; without asking whether a till is open")
        {
            file, check, ordered, unsigned, json, gateway, register, Data, Outcomes, Keys, Home, DpkgProgram,
        };
        command.SetAction(async (line, stop) =>
        {
            var dpkg = new Dpkg(new SystemProgram(line.GetValue(DpkgProgram)!, DpkgDeadline, TimeProvider.System));
            var install = new InstallRun(PlacesOf(line), dpkg, TimeProvider.System, Console.Out);
            if (line.GetValue(check))
                return await new CheckRun(line.GetValue(gateway)!, line.GetValue(register), TimeProvider.System, Console.Out)
                    .RunAsync(line.GetValue(json), stop);
            if (line.GetValue(ordered))
                return await install.OrderedAsync(stop);
            await new CounterGuard(line.GetValue(gateway)!, line.GetValue(register), TimeProvider.System).RequireNoPaymentAsync(stop);
            return line.GetValue(file) is { } named
                ? await install.FileAsync(Path.GetFullPath(named), line.GetValue(unsigned), stop) : await install.CameDownAsync(stop);
        });
        return command;
    }

    public static Command Rollback(Option<Uri> gateway, Option<int> register)
    {
        var command = new Command("rollback", "goes back to the version that ran before, as root; where it does not start, forward again")
        {
            gateway, register, Data, Outcomes, Keys, Home, Systemctl,
        };
        command.SetAction(async (line, stop) =>
        {
            await new CounterGuard(line.GetValue(gateway)!, line.GetValue(register), TimeProvider.System).RequireNoPaymentAsync(stop);
            return await new RollbackRun(PlacesOf(line), new SystemProgram(line.GetValue(Systemctl)!, StartDeadline, TimeProvider.System),
                TimeProvider.System, Console.Out).RunAsync(stop);
        });
        return command;
    }

    private static UpdatePlaces PlacesOf(ParseResult line) =>
        new(line.GetValue(Data)!, line.GetValue(Outcomes)!, line.GetValue(Keys)!, line.GetValue(Home)!);

    private static Option<string> Place(string name, string what, string usual) => new(name)
    {
        Description = what,
        DefaultValueFactory = _ => usual,
    };
}
