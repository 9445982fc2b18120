using System.CommandLine;
using System.CommandLine.Parsing;
using Spectre.Console;

namespace EdgePos.HeadOffice;

/// <summary>The verbs and their options.</summary>
internal static class CommandLine
{
    private const int WideColumns = 400;

    private static readonly Option<Uri> Reports = new("--reports")
    {
        Description = "address of a running head office",
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:5081"),
        CustomParser = ReadAddress,
    };

    /// <summary>Runs a verb; gives the exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            stop.Cancel();
        };
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = WideColumns; // for programs that read it: a row stays a line
        try
        {
            var line = Build().Parse(args);
            if (line.Errors.Count == 0)
                return await line.InvokeAsync(new() { EnableDefaultExceptionHandler = false }, stop.Token);
            Console.Error.WriteLine($"edgepos-headoffice: {line.Errors[^1].Message.ReplaceLineEndings(" ")}"); // the last says it best
            return ExitCodes.Usage;
        }
        catch (VerbFault fault)
        {
            Console.Error.WriteLine($"edgepos-headoffice: {fault.Message}");
            return fault.ExitCode;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }

    private static RootCommand Build() => new("edgepos-headoffice: commits what boxes send, and tells what came of it")
    {
        Serve(), Fleet(), Report(), BooksVerbs.Publish(), BooksVerbs.Release(), BooksVerbs.Customers(), BooksVerbs.Employees(),
        BooksVerbs.Orders(), BooksVerbs.Costs(), BooksVerbs.Verify(), BooksVerbs.Fork(),
        EnrolVerbs.Enrol(), EnrolVerbs.Adopt(), EnrolVerbs.Rights(), EnrolVerbs.Certificate(), HelpVerbs.Help(),
    };

    // Served before the command line is read; here for those who ask for help.
    private static Command Serve() => new("serve", "serves boxes; the same as no verb. Settings: --HeadOffice:Name=value");

    private static Command Fleet()
    {
        var store = Store();
        var watch = new Option<bool>("--watch") { Description = "shows it anew every two seconds, until Ctrl-C" };
        var command = new Command("fleet", "every box: whether it is there, how far behind, how it is") { Reports, store, watch };
        command.SetAction((line, stop) => new FleetRun(CallOf(line), AnsiConsole.Console, TimeProvider.System)
            .RunAsync(line.GetValue(store)!, line.GetValue(watch), stop));
        return command;
    }

    private static Command Report() => new("report", "what was sold, what there is, what it brought, what goes between stores")
    {
        Sales(), Stock(), Margins(), Points(), Transfers(), Returns(), Orders(),
    };

    private static Command Sales()
    {
        var (store, from, until, limit, zone) = (Store(), Day("--from", "the first day"), Day("--until", "the last day"), Limit(), Zone());
        var by = new Option<string>("--by")
        {
            Description = "hour, day, item, store, employee or department",
            DefaultValueFactory = _ => "day",
        }.AcceptOnlyFromAmong("hour", "day", "item", "store", "employee", "department");
        var command = new Command("sales", "sales, added up") { Reports, by, store, from, until, limit, zone };
        command.SetAction((line, stop) => RunOf(line).SalesAsync(
            line.GetValue(by)!, new Days(line.GetValue(from), line.GetValue(until), line.GetValue(zone)!),
            line.GetValue(store)!, line.GetValue(limit), stop));
        return command;
    }

    private static Command Stock()
    {
        var store = Store();
        var sku = new Option<string>("--sku") { Description = "only this item", DefaultValueFactory = _ => "" };
        var command = new Command("stock", "stock as it is now") { Reports, store, sku };
        command.SetAction((line, stop) => RunOf(line).StockAsync(line.GetValue(store)!, line.GetValue(sku)!, stop));
        return command;
    }

    private static Command Points()
    {
        var belowZero = new Option<bool>("--below-zero") { Description = "only who spent more than there was" };
        var command = new Command("points", "customers' points, over all stores") { Reports, belowZero };
        command.SetAction((line, stop) => RunOf(line).PointsAsync(line.GetValue(belowZero), stop));
        return command;
    }

    private static Command Margins()
    {
        var (store, from, until, limit, zone) = (Store(), Day("--from", "the first day"), Day("--until", "the last day"), Limit(), Zone());
        var command = new Command("margins", "what sales brought beyond what the goods cost")
        {
            Reports, store, from, until, limit, zone,
        };
        command.SetAction((line, stop) => RunOf(line).MarginsAsync(
            new Days(line.GetValue(from), line.GetValue(until), line.GetValue(zone)!), line.GetValue(store)!, line.GetValue(limit), stop));
        return command;
    }

    private static Command Transfers()
    {
        var (store, from, until, limit, zone) = (Store(), Day("--from", "the first day"), Day("--until", "the last day"), Limit(), Zone());
        var state = new Option<string>("--state")
        {
            Description = $"{string.Join(", ", TransferFigures.States)}; all unless told",
            DefaultValueFactory = _ => "all",
        }.AcceptOnlyFromAmong(TransferFigures.States);
        var command = new Command("transfers", "goods between stores: whether what was sent has come")
        {
            Reports, store, state, from, until, limit, zone,
        };
        command.SetAction((line, stop) => RunOf(line).TransfersAsync(
            new Days(line.GetValue(from), line.GetValue(until), line.GetValue(zone)!), line.GetValue(store)!, line.GetValue(state)!,
            line.GetValue(limit), stop));
        return command;
    }

    private static Command Returns()
    {
        var (store, from, until, limit, zone) = (Store(), Day("--from", "the first day"), Day("--until", "the last day"), Limit(), Zone());
        var wrong = new Option<bool>("--wrong") { Description = "only where more came back than was sold, or no store wrote the receipt" };
        var command = new Command("returns", "what came back in another store than it was bought in, and what came back twice")
        {
            Reports, store, wrong, from, until, limit, zone,
        };
        command.SetAction((line, stop) => RunOf(line).ReturnsAsync(
            new Days(line.GetValue(from), line.GetValue(until), line.GetValue(zone)!), line.GetValue(store)!, line.GetValue(wrong),
            line.GetValue(limit), stop));
        return command;
    }

    private static Command Orders()
    {
        var (store, limit, zone) = (Store(), Limit(), Zone());
        var state = new Option<string>("--state")
        {
            Description = $"{string.Join(", ", OrderFigures.States)}; all unless told",
            DefaultValueFactory = _ => "all",
        }.AcceptOnlyFromAmong(OrderFigures.States);
        var wrong = new Option<bool>("--wrong") { Description = "only what a person must look at" };
        var command = new Command("orders", "orders that stores prepare and hand over: what became of each")
        {
            Reports, store, state, wrong, limit, zone,
        };
        command.SetAction((line, stop) => RunOf(line).OrdersAsync(line.GetValue(store)!, line.GetValue(state)!, line.GetValue(wrong),
            line.GetValue(zone)!, line.GetValue(limit), stop));
        return command;
    }

    private static ReportRun RunOf(ParseResult line) => new(CallOf(line), AnsiConsole.Console);

    private static ReportsCall CallOf(ParseResult line) => new(line.GetValue(Reports)!, TimeProvider.System);

    private static Option<string> Store() => new("--store") { Description = "only this store", DefaultValueFactory = _ => "" };

    private static Option<int> Limit() => new("--limit") { Description = "at most so many rows; 0: all", DefaultValueFactory = _ => 0 };

    private static Option<string> Zone() => new("--zone")
    {
        Description = "time zone of hours and days, e.g. Europe/Amsterdam; UTC unless told",
        DefaultValueFactory = _ => "",
    };

    private static Option<DateOnly?> Day(string name, string what) => new(name)
    {
        Description = $"{what}, YYYY-MM-DD",
        CustomParser = value =>
        {
            if (DateOnly.TryParseExact(value.Tokens[0].Value, "yyyy-MM-dd", out var day))
                return day;
            value.AddError($"{name} must be YYYY-MM-DD");
            return null;
        },
    };

    private static Uri? ReadAddress(ArgumentResult value)
    {
        if (Uri.TryCreate(value.Tokens[0].Value, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https"))
            return address;
        value.AddError("--reports must be an address such as http://127.0.0.1:5081");
        return null;
    }
}
