using System.CommandLine;
using System.CommandLine.Parsing;
using System.Data.Common;
using System.Globalization;
using Spectre.Console;

namespace EdgePos.HeadOffice;

/// <summary>The verbs that open the books themselves. All may run while head office serves.</summary>
internal static class BooksVerbs
{
    /// <summary>Head office as its environment sets it up.</summary>
    internal static readonly IConfigurationSection Settings =
        new ConfigurationBuilder().AddEnvironmentVariables().Build().GetSection("HeadOffice");

    internal static readonly Option<string> Database = OptionOf("--database", nameof(HeadOfficeOptions.Database),
        "connection string of the PostgreSQL that the books are in; the file unless told");

    internal static readonly Option<string> Folder = OptionOf("--data-folder", nameof(HeadOfficeOptions.DataFolder),
        "folder of books.db", new HeadOfficeOptions().DataFolder);

    internal static readonly Option<string> Tenant = OptionOf("--tenant", nameof(HeadOfficeOptions.Tenant),
        "whose", new HeadOfficeOptions().Tenant);

    /// <summary>Costs come to head office.</summary>
    public static Command Costs()
    {
        var file = new Argument<string>("file") { Description = "CSV with the columns sku,valid_from,cost_minor,currency" };
        var command = new Command("costs", "takes in what items cost, for the margins") { file, Database, Folder, Tenant };
        command.SetAction(line => Run(line, books =>
            new CostsRun(books, line.GetValue(Tenant)!, Console.Out).Run(line.GetValue(file)!)));
        return command;
    }

    /// <summary>Customers come to head office, and go down to all stores.</summary>
    public static Command Customers()
    {
        var file = new Argument<string>("file") { Description = "CSV with the columns number,name,group,exemption,cards,blocked,note" };
        var dryRun = new Option<bool>("--dry-run") { Description = "only says what would change" };
        var command = new Command("customers", "takes in who the chain's customers are, in place of all before; stores are told of them")
        {
            file, dryRun, Database, Folder, Tenant,
        };
        command.SetAction(line => Run(line, books =>
            new CustomersRun(books, line.GetValue(Tenant)!, Console.Out).Run(line.GetValue(file)!, line.GetValue(dryRun))));
        return command;
    }

    /// <summary>Employees come to head office, and go down to the stores that they work in.</summary>
    public static Command Employees()
    {
        var file = new Argument<string>("file") { Description = "CSV with the columns number,name,role,badges,stores,blocked,start_pin" };
        var roles = new Option<string>("--roles")
        {
            Description = "CSV with the columns role,rights,approves,discount_percent,refund_minor,return_without_receipt_minor,"
                + "void_minutes,no_sales; in place of all roles before",
            DefaultValueFactory = _ => "",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "only says what would change" };
        var command = new Command("employees", "takes in who works in which stores, in place of all before; stores are told of theirs")
        {
            file, roles, dryRun, Database, Folder, Tenant,
        };
        command.SetAction(line => Run(line, books => new EmployeesRun(books, line.GetValue(Tenant)!, Console.Out)
            .Run(line.GetValue(file)!, line.GetValue(roles)!, line.GetValue(dryRun))));
        return command;
    }

    /// <summary>Orders come to head office, and go down to the stores that prepare them.</summary>
    public static Command Orders()
    {
        var file = new Argument<string>("file") { Description = $"CSV with the columns {OrderFile.Header}" };
        var dryRun = new Option<bool>("--dry-run") { Description = "only says what would change" };
        var command = new Command("orders", "takes in orders of a web shop, each once, or cancels them; their stores are told of them")
        {
            file, dryRun, Database, Folder, Tenant,
        };
        command.SetAction(line => Run(line, books => new OrdersRun(books, line.GetValue(Tenant)!, Console.Out, TimeProvider.System)
            .Run(line.GetValue(file)!, line.GetValue(dryRun))));
        return command;
    }

    /// <summary>Datasets go down to stores.</summary>
    public static Command Publish()
    {
        var dataset = new Argument<string>("dataset") { Description = string.Join(", ", PublishRun.Datasets) }
            .AcceptOnlyFromAmong(PublishRun.Datasets);
        var file = new Argument<string>("file")
        {
            Description = "a price book by columns, or the JSON of an ImportPriceBookRequest; or settings, NAME=VALUE",
        };
        var stores = new Option<string[]>("--store") { Description = "for this store; may come several times; all stores unless told" };
        var from = new Option<DateTimeOffset?>("--valid-from")
        {
            Description = "current from then on, YYYY-MM-DDTHH:MM with its zone; at once unless told",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "only says what would change" };
        var command = new Command("publish", "sends a price book, tax table, promotions or settings down to stores")
        {
            dataset, file, stores, from, dryRun, Database, Folder, Tenant,
        };
        command.SetAction(line =>
        {
            var order = new PublishOrder(line.GetValue(dataset)!, line.GetValue(file)!, line.GetValue(stores) ?? [],
                line.GetValue(from), line.GetValue(dryRun));
            return Run(line, books => new PublishRun(order, books, OptionsOf(line), AnsiConsole.Console, TimeProvider.System).Run());
        });
        return command;
    }

    /// <summary>A version of the boxes' own programs goes down to the stores of a ring.</summary>
    public static Command Release()
    {
        var files = new Argument<string[]>("file")
        {
            Description = "packages FILE.deb, one for each kind of machine, each with its note FILE.deb.sig beside it",
            Arity = ArgumentArity.OneOrMore,
        };
        var ring = new Option<string>("--ring")
        {
            Description = "for the stores of this ring: all, or one that HeadOffice:Rings names",
            DefaultValueFactory = _ => Rings.All,
        };
        var stores = new Option<string[]>("--store") { Description = "for this store in place of a ring; may come several times" };
        var window = new Option<(int From, int Until)>("--window")
        {
            Description = "HH:MM-HH:MM by the store's clock: may be installed then though a till is open; unless told when all are closed",
            CustomParser = ReadWindow,
        };
        var from = new Option<DateTimeOffset?>("--valid-from") { Description = "wanted from then on, YYYY-MM-DDTHH:MM with its zone" };
        var metered = new Option<bool>("--metered") { Description = "fetched also where the line is paid for by the byte" };
        var again = new Option<bool>("--again") { Description = "tried also where the same package did not work before" };
        var dryRun = new Option<bool>("--dry-run") { Description = "only says what would be done" };
        var command = new Command("release", "sends a version of the boxes' own programs down; each box installs it when nobody is served")
        {
            files, ring, stores, window, from, metered, again, dryRun, Database, Folder, Tenant,
        };
        command.SetAction(line =>
        {
            var hours = line.GetValue(window);
            var terms = new ReleaseTerms(line.GetValue(ring)!, hours.From, hours.Until, line.GetValue(metered), line.GetValue(again));
            var order = new ReleaseOrder(
                line.GetValue(files)!, line.GetValue(stores) ?? [], terms, line.GetValue(from), line.GetValue(dryRun));
            var options = OptionsOf(line);
            foreach (var row in Settings.GetSection(nameof(HeadOfficeOptions.Rings)).GetChildren())
                options.Rings.Add(row.Value ?? "");
            return Run(line, books => new ReleaseRun(order, books, options, Console.Out, TimeProvider.System).Run());
        });
        return command;
    }

    private static (int From, int Until) ReadWindow(ArgumentResult value)
    {
        if (value.Tokens[0].Value.Split('-') is [var from, var until]
            && Minutes(from) is { } begin && Minutes(until) is { } end && begin != end)
            return (begin, end);
        value.AddError("--window must be hours such as 02:00-05:00");
        return default;

        static int? Minutes(string text) => TimeOnly.TryParseExact(
            text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? (time.Hour * 60) + time.Minute : null;
    }

    /// <summary>Two boxes with one name are looked at, and the note of them is taken away.</summary>
    public static Command Fork()
    {
        var box = new Argument<string>("box") { Description = "STORE/BOX" };
        var settled = new Option<string>("--settled")
        {
            Description = "the ledger's name as it is shown: a person has seen to it that one box alone writes on",
            DefaultValueFactory = _ => "",
        };
        var command = new Command("fork", "shows where two boxes have one name, what to do, and takes the note away when it is done")
        {
            box, settled, Database, Folder, Tenant,
        };
        command.SetAction(line => Run(line, books =>
            new ForkRun(books, line.GetValue(Tenant)!, Console.Out).Run(line.GetValue(box)!, line.GetValue(settled)!)));
        return command;
    }

    /// <summary>The books are proven.</summary>
    public static Command Verify()
    {
        var heads = new Option<bool>("--heads")
        {
            Description = "also where each ledger ends, as SEQ:HASH: for edgeposctl restore --head-office-head",
        };
        var command = new Command(
            "verify", "proves the books: every chain, and all that follows from it; ends with 1 where something is wrong")
        {
            Database, Folder, heads,
        };
        command.SetAction((line, stop) => Task.FromResult(
            Run(line, books => new VerifyRun(books, Console.Out) { TellsHeads = line.GetValue(heads) }.Run(stop))));
        return command;
    }

    /// <summary>Opens the books, and runs something on them.</summary>
    internal static int Run(ParseResult line, Func<Books, int> run)
    {
        var options = OptionsOf(line);
        if (options.Database.Length == 0 && !Directory.Exists(options.DataFolder))
            throw new VerbFault(ExitCodes.NoInput, $"there are no books in {options.DataFolder}; see --data-folder and --database");
        try
        {
            using var books = Books.Open(options, TimeProvider.System);
            return run(books);
        }
        catch (Exception fault) when (fault is IOException or DbException)
        {
            throw new VerbFault(ExitCodes.Unavailable, fault.Message);
        }
    }

    /// <summary>Head office as the line and the environment have it.</summary>
    internal static HeadOfficeOptions OptionsOf(ParseResult line) => new()
    {
        Database = line.GetValue(Database)!,
        DataFolder = line.GetValue(Folder)!,
        Tenant = line.GetValue(Tenant) ?? new HeadOfficeOptions().Tenant,
    };

    // As head office is set up by its environment, unless the line says otherwise.
    private static Option<string> OptionOf(string name, string setting, string what, string otherwise = "") => new(name)
    {
        Description = what,
        DefaultValueFactory = _ => Settings[setting] ?? otherwise,
    };
}
