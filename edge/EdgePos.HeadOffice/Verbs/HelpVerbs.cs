using System.CommandLine;
using EdgePos.HeadOffice.V1;
using Spectre.Console;

namespace EdgePos.HeadOffice;

/// <summary>The verbs of a help desk: help TENANT/STORE/BOX, and what is asked of that box.</summary>
internal static class HelpVerbs
{
    private static readonly Argument<string> Box = new("box") { Description = "TENANT/STORE/BOX, as in the topics" };

    private static readonly Option<string> Certificate = OptionOf(
        "--certificate", "PEM file with your certificate", Environment.GetEnvironmentVariable("EDGEPOS_HELP_CERTIFICATE"));

    private static readonly Option<string> Key = OptionOf(
        "--key", "PEM file with its key", Environment.GetEnvironmentVariable("EDGEPOS_HELP_KEY"));

    private static readonly Option<string> Host = OptionOf(
        "--broker-host", "host of the broker",
        BooksVerbs.Settings[nameof(HeadOfficeOptions.BrokerHost)] ?? new HeadOfficeOptions().BrokerHost);

    private static readonly Option<int> Port = new("--broker-port")
    {
        Description = "port of the broker",
        DefaultValueFactory = _ => BooksVerbs.Settings.GetValue(nameof(HeadOfficeOptions.BrokerPort), new HeadOfficeOptions().BrokerPort),
        Recursive = true,
    };

    private static readonly Option<string> Root = OptionOf("--root",
        "PEM file with the roots that may vouch for the broker; plain without", BooksVerbs.Settings[nameof(HeadOfficeOptions.RootFile)]);

    private static readonly Option<string> Save = new("--to")
    {
        Description = "file to write; one that is named after the box unless told",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<int?> Wait = new("--wait")
    {
        Description = "seconds to wait for the answer; 60 unless told, for switch-dataset 150",
        Recursive = true,
    };

    /// <summary>Somebody helps a box from afar.</summary>
    public static Command Help()
    {
        var lines = new Option<int>("--lines") { Description = "so many, 1000 at most", DefaultValueFactory = _ => 200 };
        var device = new Argument<string>("device") { Description = "its name on the box" };
        var dataset = new Argument<string>("dataset") { Description = "e.g. price-book" };
        var version = new Argument<long>("version") { Description = "one that status shows as kept" };
        var help = new Command("help", "asks one box for something, as the role in your certificate allows")
        {
            Verb("status", "how it is: version, journal, link, disk, devices, datasets", _ => new() { Status = new() }),
            Verb("ledger-head", "how far its journal goes", _ => new() { LedgerHead = new() }),
            Verb("log", "what its daemon said last", line => new() { Log = new() { Lines = line.GetValue(lines) } }, lines),
            Verb("bundle", "a zip archive for who looks into it elsewhere", _ => new() { Bundle = new() }, Save),
            Verb("test-device", "tries a device; ends with 1 where it does not work",
                line => new() { TestDevice = new() { Device = line.GetValue(device) } }, device),
            Verb("switch-dataset", "goes back to a version that it still has, or forward again",
                line => new() { SwitchDataset = new() { Dataset = line.GetValue(dataset), Version = line.GetValue(version) } },
                dataset, version),
            Verb("restart", "ends its daemon in good order, and waits until it is back", _ => new() { Restart = new() }),
        };
        help.Add(Box);
        foreach (var option in new Option[] { Certificate, Key, Host, Port, Root, Wait })
            help.Add(option);
        return help;
    }

    private static Command Verb(string name, string what, Func<ParseResult, HelpRequest> request, params Symbol[] more)
    {
        var verb = new Command(name, what);
        foreach (var symbol in more)
        {
            if (symbol is Argument argument)
                verb.Add(argument);
            else
                verb.Add((Option)symbol);
        }

        verb.SetAction((line, stop) =>
        {
            var asked = request(line);
            int usual = asked.CommandCase == HelpRequest.CommandOneofCase.SwitchDataset ? 150 : 60;
            var wait = TimeSpan.FromSeconds(Math.Clamp(line.GetValue(Wait) ?? usual, 1, 3600));
            string saveAs = verb.Options.Contains(Save) ? line.GetValue(Save)! : "";
            return RunAsync(line, new HelpOrder(BoxOf(line.GetValue(Box)), asked, wait, saveAs), stop);
        });
        return verb;
    }

    // The line's own reader does not look at what stands before a verb of a verb.
    private static BoxName BoxOf(string? text) =>
        text?.Split('/') is [{ Length: > 0 } tenant, { Length: > 0 } store, { Length: > 0 } box] && text.AsSpan().IndexOfAny('+', '#') < 0
            ? new BoxName(tenant, store, box)
            : throw new VerbFault(ExitCodes.Usage, "which box? help TENANT/STORE/BOX, and what is asked of it");

    private static async Task<int> RunAsync(ParseResult line, HelpOrder order, CancellationToken stop)
    {
        var (certificate, key) = (line.GetValue(Certificate)!, line.GetValue(Key)!);
        if (certificate.Length == 0 || key.Length == 0)
            throw new VerbFault(ExitCodes.Usage, "who asks? See --certificate and --key");
        using var who = HelpOperator.Read(certificate, key);
        var options = new HeadOfficeOptions
        {
            Tenant = order.Box.Tenant,
            BrokerHost = line.GetValue(Host)!,
            BrokerPort = line.GetValue(Port),
            RootFile = line.GetValue(Root)!,
            CertificateFile = certificate,
            KeyFile = key,
        };
        using var call = new HelpCall(order.Box, who, options, TimeProvider.System, Console.Error);
        return await new HelpRun(order, call, AnsiConsole.Console, Console.Out, TimeProvider.System).RunAsync(stop);
    }

    private static Option<string> OptionOf(string name, string what, string? otherwise) => new(name)
    {
        Description = what,
        DefaultValueFactory = _ => otherwise ?? "",
        Recursive = true,
    };
}
