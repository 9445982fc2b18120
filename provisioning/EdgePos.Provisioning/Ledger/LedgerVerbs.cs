using System.CommandLine;
using System.CommandLine.Parsing;
using EdgePos.Ledger;
using EdgePos.Store;
using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Spectre.Console;

namespace EdgePos.Provisioning;

/// <summary>
/// The verbs about a ledger. All but new-epoch only look into it, and may run while the box sells; they ask for nothing
/// but a file that can be read.
/// </summary>
internal static class LedgerVerbs
{
    private static readonly Option<string> File = new("--ledger")
    {
        Description = "the ledger's file",
        DefaultValueFactory = _ => "/var/lib/edgepos/ledger.db", // Gateway:DataFolder, unless a box was told another
        Recursive = true,
    };

    /// <summary>All of them.</summary>
    public static Command Build() => new("ledger", "looks into the ledger of a box, proves it, copies it")
    {
        File, Verify(), Head(), Show(), Export(), Backup(), Stats(), NewEpoch(),
    };

    private static Command Verify()
    {
        var expect = new Option<JournalMark?>("--expect")
        {
            Description = "what head office or a slip of paper says of an entry, as SEQ:HASH",
            CustomParser = ReadMark,
        };
        var headOffice = new Option<Uri?>("--head-office")
        {
            Description = "address of head office: its last confirmed entry is compared",
            CustomParser = CommandLine.ReadAddress,
        };
        var command = new Command("verify", "proves the whole ledger; ends with 1 where something is wrong") { expect, headOffice };
        command.Validators.Add(line =>
        {
            if (line.GetResult(expect) is not null && line.GetResult(headOffice) is not null)
                line.AddError("--expect and --head-office are two ways to say the same; give one");
        });
        command.SetAction((line, stop) => GuardAsync(line, async path =>
        {
            var mark = line.GetValue(headOffice) is { } address
                ? await new HeadOfficeMark(address, TimeProvider.System).AskAsync(path, stop)
                : line.GetValue(expect);
            return new VerifyRun(path, mark, Console.Out).Run(new ProgressLine(), stop);
        }));
        return command;
    }

    private static Command Head() =>
        With(new Command("head", "whose it is and where it ends"), (_, path, _) => new HeadRun(path, Console.Out).Run());

    private static Command Stats() =>
        With(new Command("stats", "how big it is, and of what"), (_, path, _) =>
            new StatsRun(path, TimeProvider.System, AnsiConsole.Console).Run());

    private static Command Show()
    {
        var seq = new Argument<long>("seq") { Description = "number of the entry" };
        return With(new Command("show", "one entry, as JSON") { seq }, (line, path, _) =>
            new ShowRun(path, Console.Out).Run(line.GetValue(seq)));
    }

    private static Command Export()
    {
        var format = new Option<string>("--format")
        {
            Description = "jsonl: every entry with all that is in it; csv: a line for each line of a sale",
            DefaultValueFactory = _ => "jsonl",
        };
        format.Validators.Add(value =>
        {
            if (value.GetValueOrDefault<string>() is not ("jsonl" or "csv"))
                value.AddError("--format must be jsonl or csv");
        });
        var from = new Option<long>("--from") { Description = "first entry", DefaultValueFactory = _ => 1 };
        var to = new Option<long>("--to") { Description = "last entry; the end unless told", DefaultValueFactory = _ => long.MaxValue };
        var output = new Option<string?>("--out") { Description = "file to write; standard output unless told" };
        var force = new Option<bool>("--force") { Description = "takes the place of a file that is there" };
        return With(
            new Command("export", "all entries, for other programs") { format, from, to, output, force },
            (line, path, stop) => new ExportRun(path, new ExportOrder(
                line.GetValue(format) == "csv", line.GetValue(from), line.GetValue(to),
                line.GetValue(output), line.GetValue(force))).Run(Console.OpenStandardOutput, Console.Error, stop));
    }

    private static Command Backup()
    {
        var copy = new Argument<string>("file") { Description = "where the copy goes; there must be no such file yet" };
        return With(
            new Command("backup", "a proven copy of the ledger, also while the box sells") { copy },
            (line, path, stop) => new BackupRun(path, line.GetValue(copy)!, Console.Out).Run(new ProgressLine(), stop));
    }

    private static Command NewEpoch()
    {
        var tenant = new Option<string?>("--tenant") { Description = "as in the settings, where the old ledger cannot say it" };
        var store = new Option<string?>("--store") { Description = "the same" };
        var box = new Option<string?>("--box") { Description = "the same" };
        var after = new Option<long?>("--receipts-after") { Description = "the highest receipt number that any register has given" };
        var reason = new Option<string>("--reason") { Description = "why, for head office", Required = true };
        after.Validators.Add(value =>
        {
            if (value.GetValueOrDefault<long?>() is < 0)
                value.AddError("--receipts-after must not be below 0");
        });
        var command = new Command("new-epoch", "ends a damaged or lost ledger, keeps its file, and begins another; the daemon must be down")
        {
            tenant, store, box, after, reason,
        };
        command.Validators.Add(line =>
        {
            int given = new[] { tenant, store, box }.Count(option => line.GetResult(option) is not null);
            if (given is 1 or 2)
                line.AddError("--tenant, --store and --box go together");
        });
        command.SetAction((line, _) => GuardedAsync(line, path =>
        {
            var identity = line.GetValue(tenant) is { } name ? new BoxIdentity(name, line.GetValue(store)!, line.GetValue(box)!) : null;
            var order = new NewEpochOrder(identity, line.GetValue(after), line.GetValue(reason)!);
            return Task.FromResult(new NewEpochRun(path, order, TimeProvider.System, Console.Out).Run());
        }));
        return command;
    }

    private static Command With(Command command, Func<ParseResult, string, CancellationToken, int> run)
    {
        command.SetAction((line, stop) => GuardAsync(line, path => Task.FromResult(run(line, path, stop))));
        return command;
    }

    // What the file or the disk says becomes one line and an exit code.
    private static Task<int> GuardAsync(ParseResult line, Func<string, Task<int>> run)
    {
        LedgerFile.RequireReadable(line.GetValue(File)!);
        return GuardedAsync(line, run);
    }

    private static async Task<int> GuardedAsync(ParseResult line, Func<string, Task<int>> run)
    {
        string path = line.GetValue(File)!;
        try
        {
            return await run(path);
        }
        catch (LedgerFault fault) when (fault.InnerException is SqliteException { SqliteErrorCode: 1 } lacks)
        {
            throw new ToolFault(ExitCodes.DamagedData, $"{path} is no ledger, or not all of one: {lacks.Message}");
        }
        catch (LedgerFault fault) when (fault.InnerException is SqliteException && fault.Kind == FaultKind.CannotOpen && fault.Path == path)
        {
            // SQLite keeps who reads what in a file beside one with a write-ahead log.
            throw new ToolFault(ExitCodes.NotAllowed, $"{path} cannot be read without writing beside it: run this as the user of the "
                + $"daemon or as root, or copy it with its -wal to a folder of your own ({fault.InnerException.Message})");
        }
        catch (LedgerFault fault)
        {
            throw ToolFault.Of(fault);
        }
        catch (Exception damaged) when (damaged is InvalidOperationException or InvalidCastException or InvalidProtocolBufferException
            or ArgumentException or OverflowException)
        {
            throw new ToolFault(ExitCodes.DamagedData,
                $"{path} is damaged ({damaged.Message}); look what is wrong: edgeposctl ledger verify");
        }
    }

    /// <summary>An entry and its hash, SEQ:HASH.</summary>
    public static JournalMark? ReadMark(ArgumentResult value)
    {
        string[] parts = value.Tokens[0].Value.Split(':');
        bool good = parts.Length == 2 && parts[1].Length == 2 * EntryHash.Size && parts[1].All(char.IsAsciiHexDigit);
        if (good && long.TryParse(parts[0], out long seq) && seq >= 0)
            return new JournalMark(seq, Convert.FromHexString(parts[1]));
        value.AddError($"{((OptionResult)value.Parent!).Option.Name} must be SEQ:HASH, the hash as 64 hex digits");
        return null;
    }
}
