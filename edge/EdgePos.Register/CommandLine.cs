using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using EdgePos.Files;
using Spectre.Console;

namespace EdgePos.Register;

/// <summary>The verbs and options, and what each runs.</summary>
internal static class CommandLine
{
    private const int RegisterMax = 9999;

    private static readonly Option<Uri> Gateway = new("--gateway")
    {
        Description = "address of the box",
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:5080"),
        CustomParser = ReadAddress,
        Recursive = true,
    };

    private static readonly Option<int> Register = new("--register")
    {
        Description = "number of this register, 1 to 9999",
        DefaultValueFactory = _ => 1,
        Recursive = true,
    };

    private static readonly Option<string> Identity = new("--identity")
    {
        Description = "folder that pair has filled: who this register is, and which box it trusts; --register is not needed then",
        Recursive = true,
    };

    private static readonly Option<string> Language = new("--language")
    {
        Description = "en or nl",
        DefaultValueFactory = _ => Texts.LanguageOf(Environment.GetEnvironmentVariable("LANG")),
        Recursive = true,
    };

    private static readonly Option<int> Patience = new("--patience")
    {
        Description = "seconds that one call is tried before the box counts as unreachable (by hand: 10, replay: 120)",
        Recursive = true,
    };

    private static readonly Option<string> Script = new("--script")
    {
        Description = "do what this file says, a line each, as a cashier would type it",
    };

    private static readonly Option<string> Replay = new("--replay")
    {
        Description = "sell the invoices of this file (.csv or .csv.gz)",
    };

    private static readonly Option<bool> ImportFirst = new("--import")
    {
        Description = "with --replay: put unknown stock codes into the price book first",
    };

    private static readonly Option<int> Registers = new("--registers")
    {
        Description = "with --replay: sell from so many registers at once",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = "with --replay: at most so many invoices; 0: all",
    };

    private static readonly Option<string> Receipts = new("--receipts")
    {
        Description = "append each answered sale to this file, as JSON lines",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<string> Run = new("--run")
    {
        Description = "with --replay: name of the run; another name sells it all again",
        DefaultValueFactory = _ => "1",
    };

    private static readonly Option<string> Approval = new("--approval")
    {
        Description = "with --replay: name:PIN of who allows returns above the staff's limits",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<long> TaxPpm = new("--tax")
    {
        Description = "tax percentage of items from a sales file (20 unless told)",
        DefaultValueFactory = _ => 200_000,
        CustomParser = ReadPercentage,
        Recursive = true,
    };

    private static readonly Option<bool> Replace = new("--replace")
    {
        Description = "replace the price book instead of adding to it",
    };

    private static readonly Argument<string> ImportFile = new("file") { Description = "a price book or a sales file" };
    private static readonly Argument<string> WatchBasket = new("basket") { Description = "id of the basket" };

    /// <summary>The whole command line.</summary>
    public static RootCommand Build()
    {
        Register.Validators.Add(value =>
        {
            if (value.GetValueOrDefault<int>() is < 1 or > RegisterMax)
                value.AddError($"--register must be from 1 to {RegisterMax}");
        });
        Language.Validators.Add(value =>
        {
            if (!Texts.Languages.Contains(value.GetValueOrDefault<string>()))
                value.AddError("--language must be one of " + string.Join(", ", Texts.Languages));
        });
        Registers.Validators.Add(value =>
        {
            if (value.GetValueOrDefault<int>() is < 1 or > 64)
                value.AddError("--registers must be from 1 to 64");
        });

        Approval.Validators.Add(value =>
        {
            string said = value.GetValueOrDefault<string>() ?? "";
            if (said.Length > 0 && (!said.Contains(':', StringComparison.Ordinal) || !Ascii.IsValid(said)))
                value.AddError("--approval must be name:PIN");
        });

        var import = new Command("import", "put items and prices into the box") { ImportFile, Replace };
        import.SetAction((line, stop) => ImportAsync(line, line.GetValue(ImportFile)!, line.GetValue(Replace), stop));
        var watch = new Command("watch", "show a basket as it changes") { WatchBasket };
        watch.SetAction(WatchAsync);
        var pair = new Command("pair", "pair this register with a box, by a code that staff read to it: fills the folder of --identity");
        pair.SetAction(PairAsync);
        var root = new RootCommand("EdgePos register: sells by hand, from a script, or a file of sales")
        {
            Gateway, Register, Identity, Language, Patience, Script, Replay, ImportFirst, Registers, Limit, Receipts, Run, Approval, TaxPpm,
            import, watch, pair,
        };
        root.SetAction(RunAsync);
        return root;
    }

    private static Task<int> RunAsync(ParseResult line, CancellationToken stop) =>
        line.GetValue(Replay) is { } file ? ReplayAsync(line, file, stop) : HandAsync(line, stop);

    private static async Task<int> HandAsync(ParseResult line, CancellationToken stop)
    {
        using var box = BoxOf(line, 0, patienceSeconds: 10);
        var texts = new Texts(line.GetValue(Language)!);
        var status = await StatusAsync(box, stop);
        using var book = new ReceiptBook(line.GetValue(Receipts)!);
        bool typed = line.GetValue(Script) is null && !Console.IsInputRedirected;
        // A script answers no questions: there the refusal is shown.
        var questions = typed ? new Questions(AnsiConsole.Console, Console.In, texts, status.Currency, keys: true) : null;
        var cashier = new Cashier(box, texts, book, status.Currency, TimeProvider.System, questions);
        if (line.GetValue(Script) is { } script)
        {
            // Each with its end: a last line that is empty is an Enter too.
            using var lines = new StringReader(string.Concat(InputFile.Read(script).Select(l => (l.Text
                ?? throw new RegisterFault(ExitCodes.BadData, $"{script}:{l.Number}: it is not UTF-8; nothing was sold")) + '\n')));
            return await new ScriptRun(cashier, texts, Console.Out).RunAsync(lines, stop);
        }

        if (!typed)
            return await new ScriptRun(cashier, texts, Console.Out).RunAsync(Console.In, stop);
        var screen = new Screen(AnsiConsole.Console, texts, TitleOf(status, line, texts));
        return await new HandRun(cashier, screen, AnsiConsole.Console, Console.In).RunAsync(stop);
    }

    private static async Task<int> ReplayAsync(ParseResult line, string file, CancellationToken stop)
    {
        string currency;
        using (var box = BoxOf(line, 0, patienceSeconds: 120))
            currency = (await StatusAsync(box, stop)).Currency;
        if (line.GetValue(ImportFirst) && await ImportAsync(line, file, replace: false, stop) is > 0 and int failed)
            return failed;
        var order = new ReplayOrder(file, line.GetValue(Registers), line.GetValue(Limit), line.GetValue(Receipts)!, line.GetValue(Run)!,
            line.GetValue(Approval)!);
        return await new ReplayRun(order, register => BoxOf(line, register, patienceSeconds: 120), AnsiConsole.Console, TimeProvider.System)
            .RunAsync(currency, stop);
    }

    private static async Task<int> ImportAsync(ParseResult line, string file, bool replace, CancellationToken stop)
    {
        using var box = BoxOf(line, 0, patienceSeconds: 120);
        var status = await StatusAsync(box, stop);
        var order = new ImportOrder(file, replace, line.GetValue(TaxPpm));
        return await new ImportRun(order, box, AnsiConsole.Console).RunAsync(status.Currency, stop);
    }

    private static async Task<int> WatchAsync(ParseResult line, CancellationToken stop)
    {
        using var box = BoxOf(line, 0, patienceSeconds: 10);
        var texts = new Texts(line.GetValue(Language)!);
        var screen = new Screen(AnsiConsole.Console, texts, TitleOf(await StatusAsync(box, stop), line, texts));
        return await new WatchRun(box, screen, texts, TimeProvider.System, NewRandom()).RunAsync(line.GetValue(WatchBasket)!, stop);
    }

    private static Task<int> PairAsync(ParseResult line, CancellationToken stop)
    {
        string folder = line.GetValue(Identity)
            ?? throw new RegisterFault(ExitCodes.Usage, "pair needs --identity, the folder to fill");
        string language = line.GetValue(Language)!;
        bool isTold = line.GetResult(Gateway) is { Implicit: false };
        return new PairRun(new Texts(language), language, Console.In, Console.Out, TimeProvider.System)
            .RunAsync(isTold ? line.GetValue(Gateway) : null, folder, stop);
    }

    private static async Task<V1.BoxStatus> StatusAsync(BoxClient box, CancellationToken stop)
    {
        var answer = await box.StatusAsync(stop);
        return answer.Refusal is { } no ? throw new RegisterFault(ExitCodes.Unavailable, no.Sentence) : answer.Value;
    }

    private static BoxClient BoxOf(ParseResult line, int offset, int patienceSeconds)
    {
        var patience = TimeSpan.FromSeconds(line.GetValue(Patience) is > 0 and int seconds ? seconds : patienceSeconds);
        var identity = IdentityOf(line);
        if (identity is not null && offset > 0)
            throw new RegisterFault(ExitCodes.Usage, "a register that was paired is one register: leave out --registers");
        var address = new BoxAddress(line.GetValue(Gateway)!, identity?.Number ?? line.GetValue(Register) + offset,
            line.GetValue(Language)!, patience)
        {
            Identity = identity,
        };
        return new BoxClient(address, TimeProvider.System, NewRandom());
    }

    private static V1.RegisterIdentity? IdentityOf(ParseResult line)
    {
        try
        {
            return line.GetValue(Identity) is { } folder ? V1.RegisterIdentity.Open(folder) : null;
        }
        catch (IOException fault)
        {
            throw new RegisterFault(ExitCodes.NoInput, fault.Message);
        }
    }

    private static string TitleOf(V1.BoxStatus status, ParseResult line, Texts texts) =>
        texts.Of(Say.ScreenTitle, status.Store, IdentityOf(line)?.Number ?? line.GetValue(Register));

    private static Uri? ReadAddress(System.CommandLine.Parsing.ArgumentResult value)
    {
        if (Uri.TryCreate(value.Tokens[0].Value, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https"))
            return address;
        value.AddError("--gateway must be an address such as http://127.0.0.1:5080");
        return null;
    }

    // A percentage as parts per million: 5.5 is 55,000.
    private static long ReadPercentage(System.CommandLine.Parsing.ArgumentResult value)
    {
        if (!Scaled.TryParse(value.Tokens[0].Value, 4, ".", out long ppm))
            value.AddError("--tax must be a percentage such as 20 or 5.5");
        return ppm;
    }

    private static Random NewRandom() => new(RandomNumberGenerator.GetInt32(int.MaxValue));
}
