using System.CommandLine;

namespace EdgePos.HeadOffice;

/// <summary>The verbs by which boxes come to belong to head office. All may run while it serves.</summary>
internal static class EnrolVerbs
{
    private const string NameAndValue = "a setting of the box, e.g. Store:Currency=EUR; may come several times";

    /// <summary>A box is set up.</summary>
    public static Command Enrol()
    {
        var box = new Argument<string>("box")
        {
            Description = "STORE/BOX; without, boxes ask to be adopted",
            DefaultValueFactory = _ => "",
        };
        var file = new Option<string>("--to") { Description = "file to write; shown unless told", DefaultValueFactory = _ => "" };
        var brokers = new Option<string[]>("--broker")
        {
            Description = "HOST:PORT as boxes reach it; may come several times; head office's own unless told",
            DefaultValueFactory = _ =>
                [$"{BooksVerbs.Settings[nameof(HeadOfficeOptions.BrokerHost)] ?? new HeadOfficeOptions().BrokerHost}:"
                + $"{BooksVerbs.Settings[nameof(HeadOfficeOptions.BrokerPort)] ?? "8883"}"],
        };
        var root = new Option<string>("--broker-root")
        {
            Description = "PEM file with the roots that vouch for the broker; head office's own root unless told",
            DefaultValueFactory = _ => BooksVerbs.Settings[nameof(HeadOfficeOptions.RootFile)] ?? "",
        };
        var help = new Option<string>("--help-root")
        {
            Description = "PEM file with the roots of who helps from afar; nobody does unless told",
            DefaultValueFactory = _ => "",
        };
        var hours = new Option<int>("--valid-hours") { Description = "of use so long", DefaultValueFactory = _ => 72 };
        var (settings, replaces) = (SettingsOption(), ReplacesOption());
        var command = new Command("enrol", "makes what sets a box up: a file, or its line, for edgeposctl enrol")
        {
            box, file, brokers, root, help, settings, hours, replaces, BooksVerbs.Database, BooksVerbs.Folder, BooksVerbs.Tenant,
        };
        command.SetAction(line =>
        {
            int valid = line.GetValue(hours);
            if (valid is < 1 or > 24 * 3650)
                throw new VerbFault(ExitCodes.Usage, "--valid-hours is 1 to 87600");
            var order = new EnrolOrder(line.GetValue(box)!, line.GetValue(brokers) ?? [], line.GetValue(root)!, line.GetValue(help)!,
                line.GetValue(settings) ?? [], TimeSpan.FromHours(valid), line.GetValue(replaces), line.GetValue(file)!);
            return BooksVerbs.Run(line, books =>
                new EnrolRun(books, BooksVerbs.OptionsOf(line), Console.Out, TimeProvider.System).Make(order));
        });
        return command;
    }

    /// <summary>A box that waits is taken in.</summary>
    public static Command Adopt()
    {
        var code = new Argument<string>("code")
        {
            Description = "what the box shows; without, all that wait are shown",
            DefaultValueFactory = _ => "",
        };
        var box = new Argument<string>("box") { Description = "STORE/BOX: which it is to be", DefaultValueFactory = _ => "" };
        var (settings, replaces) = (SettingsOption(), ReplacesOption());
        var command = new Command("adopt", "takes in a box that shows a code, or shows which wait")
        {
            code, box, settings, replaces, BooksVerbs.Database, BooksVerbs.Folder, BooksVerbs.Tenant,
        };
        command.SetAction(line => BooksVerbs.Run(line, books =>
        {
            var run = new EnrolRun(books, BooksVerbs.OptionsOf(line), Console.Out, TimeProvider.System);
            return line.GetValue(code) is not { Length: > 0 } shown ? run.ShowWaiting()
                : run.Adopt(shown, line.GetValue(box)!, line.GetValue(settings) ?? [], line.GetValue(replaces));
        }));
        return command;
    }

    /// <summary>The broker is told who may do what.</summary>
    public static Command Rights()
    {
        var command = new Command("rights", "writes who may do what at the broker, in the words of Mosquitto and VerneMQ")
        {
            BooksVerbs.Database, BooksVerbs.Folder, BooksVerbs.Tenant,
        };
        command.SetAction(line => BooksVerbs.Run(line, books =>
            new RightsRun(books, BooksVerbs.OptionsOf(line).Tenant, Console.Out)
                .Run(TimeProvider.System.NowUs())));
        return command;
    }

    /// <summary>A chain without an authority of its own.</summary>
    public static Command Certificate()
    {
        var who = new Argument<string>("who") { Description = "broker or headoffice" }.AcceptOnlyFromAmong("broker", "headoffice");
        var hosts = new Option<string[]>("--host") { Description = "a name or address of the broker; may come several times" };
        var folder = new Option<string>("--to") { Description = "folder to write to", DefaultValueFactory = _ => "." };
        var command = new Command(
            "certificate", "makes a certificate for the broker, or for head office to show it, from the root of the boxes")
        {
            who, hosts, folder, BooksVerbs.Folder, BooksVerbs.Tenant,
        };
        command.SetAction(line =>
        {
            try
            {
                return new CertificateRun(BooksVerbs.OptionsOf(line), Console.Out, TimeProvider.System)
                    .Run(line.GetValue(who)!, line.GetValue(hosts) ?? [], line.GetValue(folder)!);
            }
            catch (IOException fault)
            {
                throw new VerbFault(ExitCodes.Unavailable, fault.Message);
            }
        });
        return command;
    }

    private static Option<string[]> SettingsOption() => new("--set") { Description = NameAndValue };

    private static Option<bool> ReplacesOption() =>
        new("--replace") { Description = "another machine may have this name: this one takes its place" };
}
