using System.Text.Json;
using EdgePos.Ledger;
using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests.Provisioning;

/// <summary>edgeposctl ledger, the program itself: against files, and beside a daemon that sells.</summary>
public sealed class LedgerVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Ledger => _folder.File("ledger.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sound_ledger_is_told_with_its_head_and_exit_code_0()
    {
        await TamperedLedger.WriteAsync(Ledger);
        var head = new LedgerReader(Ledger).Head();
        string mark = $"{head.Seq}:{Convert.ToHexStringLower(head.Hash)}";
        Assert.Equal((0, $"""
            entries      10
            sales        9
            checkpoints  1, signed up to entry 8
            head         {mark}
            expected     {mark}
            sound

            """), await RunAsync("verify", "--expect", mark));

        var (code, output) = await RunAsync("head");
        Assert.Equal(0, code);
        Assert.Contains("box          demo/S1/box1\n", output, StringComparison.Ordinal);
        Assert.Contains("written      2026-11-24T09:06:00.000000Z, clock trusted\n", output, StringComparison.Ordinal);
        Assert.Contains("confirmed    up to entry 5, 5 after it are not\n", output, StringComparison.Ordinal);
        Assert.Contains("signed       up to entry 8, 2 after it are not\n", output, StringComparison.Ordinal);
        (code, output) = await RunAsync("stats");
        Assert.Equal(0, code);
        Assert.Contains("sales        9, 9 a day in 1 day\nunconfirmed  5\ncheckpoints  1\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_told_first_bad_entry_first_with_exit_code_1()
    {
        await TamperedLedger.WriteAsync(Ledger);
        using (var forger = new Forger(Ledger))
            forger.ChangeTotal(6, 1).Run("DELETE FROM journal WHERE seq = 3");
        var (code, output) = await RunAsync("verify");
        Assert.Equal(1, code);
        int first = output.IndexOf("entry 3: is missing", StringComparison.Ordinal);
        Assert.InRange(first, 0, output.IndexOf("entry 6: ", StringComparison.Ordinal));
        Assert.EndsWith("call whoever keeps the books\n", output, StringComparison.Ordinal);

        (code, output) = await RunAsync("show", "6");
        Assert.Equal(1, code);
        Assert.Contains("\"hash_is_right\": false", output, StringComparison.Ordinal);
        Assert.Equal((66, "edgeposctl: there is no entry 3; the journal ends at 10\n"), await RunAsync("show", "3"));
        Assert.Equal(65, (await RunAsync("export", "--out", _folder.File("out"))).ExitCode);
        Assert.Equal(1, (await RunAsync("backup", _folder.File("copy.db"))).ExitCode);
        Assert.Empty(Directory.GetFiles(_folder.Path, "out*").Concat(Directory.GetFiles(_folder.Path, "copy*")));
    }

    [Fact]
    public async Task While_the_box_sells_its_ledger_is_proven_copied_and_exported()
    {
        await using var daemon = await new Daemon(_folder.File("box"), Daemon.Alone).StartAsync();
        await new Till(daemon).ImportUsual();
        await new Till(daemon).Sell("COLA");
        using var closing = new CancellationTokenSource();
        var selling = Task.WhenAll(Enumerable.Range(1, 2).Select(async register =>
        {
            var till = new Till(daemon, register);
            while (!closing.IsCancellationRequested)
                await till.Sell("COLA", "SOAP");
        }));

        string copy = _folder.File("copy.db"), export = _folder.File("export.jsonl");
        string[][] verbs = [["verify"], ["backup", copy], ["export", "--out", export], ["head"], ["show", "2"], ["stats"]];
        foreach (string[] verb in verbs)
        {
            var (code, output) = await RunOnAsync(daemon.LedgerFile, verb);
            Assert.True(code == 0, $"{verb[0]}: {output}");
        }

        await closing.CancelAsync();
        await selling;
        Assert.Equal([copy], Directory.GetFiles(_folder.Path, "copy*"));
        Assert.Equal((byte)1, File.ReadAllBytes(copy)[18]); // a file without a write-ahead log: https://sqlite.org/fileformat2.html
        var copied = Sales.AssertSound(copy);
        Assert.True(copied.Sales > 0);
        AssertChained(export, new LedgerReader(daemon.LedgerFile).Head().Epoch);
        Assert.Equal(0, await daemon.StopAsync());
        Sales.AssertSound(daemon.LedgerFile, new JournalMark(copied.Head!.Seq, copied.Head.Hash));
    }

    [Fact]
    public async Task Head_office_is_asked_for_its_mark_and_betrays_an_end_that_was_cut_off()
    {
        await using var daemon = await new Daemon(_folder.File("box"), "--Devices:printer:Link=").StartAsync();
        await new Till(daemon).ImportUsual();
        await new Till(daemon).Sell("COLA");
        string old = _folder.File("old.db");
        Assert.Equal(0, (await RunOnAsync(daemon.LedgerFile, "backup", old)).ExitCode);
        await new Till(daemon).Sell("SOAP");
        var status = await daemon.UntilConfirmedAsync();

        var (code, output) = await RunOnAsync(daemon.LedgerFile, "verify", "--head-office", daemon.Address);
        Assert.True(code == 0, output);
        Assert.Contains($"expected     {status.JournalSeq}:", output, StringComparison.Ordinal);
        (code, output) = await RunOnAsync(old, "verify", "--head-office", daemon.Address);
        Assert.Equal(1, code);
        Assert.Contains($"entry {status.JournalSeq}: is in the mark", output, StringComparison.Ordinal);

        await TamperedLedger.WriteAsync(Ledger);
        (code, output) = await RunAsync("verify", "--head-office", daemon.Address);
        Assert.Equal(1, code);
        Assert.Contains("head office has committed nothing of the ledger 0102", output, StringComparison.Ordinal);
        string nobody = $"http://127.0.0.1:{Daemon.FreePort()}";
        (code, output) = await RunAsync("verify", "--head-office", nobody);
        Assert.Equal(69, code);
        Assert.StartsWith($"edgeposctl: head office does not answer at {nobody}: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_spreadsheet_gets_texts_and_no_formulas()
    {
        string[] skus = ["=1+1", "-2", "@SUM(A1)", "a,\"b\"", "two\nlines", "plain"];
        using (var writer = Sales.Open(Ledger))
        {
            for (int i = 0; i < skus.Length; i++)
                await writer.SubmitAsync(Sales.Sale(i + 1, sku: skus[i], price: 1234));
        }

        string file = _folder.File("sales.csv");
        Assert.Equal(0, (await RunAsync("export", "--format", "csv", "--out", file)).ExitCode);
        string[] cells = ["'=1+1", "'-2", "'@SUM(A1)", "\"a,\"\"b\"\"\"", "\"two\nlines\"", "plain"];
        string[] lines = File.ReadAllText(file).Split("\r\n");
        Assert.Equal(skus.Length + 2, lines.Length); // the columns before, nothing behind the last line's end
        const string columns = "seq,time,clock,register,employee,receipt,line,sku,name,scanned,quantity,unit,unit_price,amount,currency";
        Assert.Equal($"{columns},tax_percent,business_date", lines[0]);
        for (int i = 0; i < cells.Length; i++)
        {
            Assert.StartsWith($"{i + 2},20", lines[i + 1], StringComparison.Ordinal);
            string end = $",trusted,1,,S1-1-{i + 1},1,{cells[i]},Soap,{cells[i]},1,each,12.34,12.34,EUR,21,{lines[1][^10..]}";
            Assert.EndsWith(end, lines[i + 1], StringComparison.Ordinal);
            Assert.True(DateOnly.TryParseExact(lines[i + 1][^10..], "O", out _), lines[i + 1]);
        }
    }

    [Fact]
    public async Task An_export_takes_no_files_place_unless_it_is_told_to()
    {
        await TamperedLedger.WriteAsync(Ledger);
        string file = _folder.File("out.jsonl");
        File.WriteAllText(file, "mine");
        var (code, output) = await RunAsync("export", "--out", file);
        Assert.Equal((73, $"edgeposctl: there is a file {file}; name another, or add --force\n"), (code, output));
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.Equal(0, (await RunAsync("export", "--out", file, "--force", "--from", "4", "--to", "6")).ExitCode);
        var lines = File.ReadAllLines(file).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal([4, 5, 6], lines.Select(line => line.GetProperty("seq").GetInt32()));
        Assert.Equal("S1-1-1", lines[0].GetProperty("fact").GetProperty("receipt_number").GetString());
        Assert.Equal((73, $"edgeposctl: write {file}: there is such a file, and a backup never takes another's place\n"),
            await RunAsync("backup", file));
    }

    [Theory]
    [InlineData("head", 65)]
    [InlineData("show 1", 65)]
    [InlineData("export", 65)]
    [InlineData("stats", 65)]
    [InlineData("verify", 1)]
    public async Task What_is_no_ledger_is_a_clear_word_and_an_exit_code(string verb, int exitCode)
    {
        Assert.Equal((66, $"edgeposctl: there is no ledger {Ledger}; name it with --ledger FILE\n"), await RunAsync(verb.Split(' ')));
        File.WriteAllText(Ledger, new string('x', 5000));
        var (code, output) = await RunAsync(verb.Split(' '));
        Assert.Equal(exitCode, code);
        Assert.Contains("file is not a database", output, StringComparison.Ordinal);
        File.WriteAllText(Ledger, "");
        (code, output) = await RunAsync(verb.Split(' '));
        Assert.Equal(exitCode, code);
        Assert.Contains("no such table", output, StringComparison.Ordinal);
        Assert.Equal(66, (await RunOnAsync(_folder.Path, verb.Split(' '))).ExitCode);
    }

    [Theory]
    [InlineData("verify --expect 5")]
    [InlineData("verify --expect x:00")]
    [InlineData("verify --head-office nowhere")]
    [InlineData("export --format xml")]
    [InlineData("show")]
    [InlineData("backup")]
    public async Task A_wrong_command_line_is_exit_code_64(string verb) => Assert.Equal(64, (await RunAsync(verb.Split(' '))).ExitCode);

    [Fact]
    public async Task A_ledger_that_may_not_be_read_is_exit_code_77()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root may read everything");
        await TamperedLedger.WriteAsync(Ledger);
        File.SetUnixFileMode(Ledger, UnixFileMode.None);
        Assert.Equal(77, (await RunAsync("verify")).ExitCode);
    }

    [Fact]
    public async Task Whichever_page_is_ruined_no_verb_ends_with_a_crash()
    {
        await TamperedLedger.WriteAsync(Ledger);
        byte[] bytes = File.ReadAllBytes(Ledger);
        int size = (bytes[16] << 8) | bytes[17]; // of a page: https://sqlite.org/fileformat2.html
        for (int page = 0; page < bytes.Length / size; page++)
        {
            byte[] ruined = [.. bytes];
            Array.Fill(ruined, (byte)0x5A, page * size, size);
            File.WriteAllBytes(Ledger, ruined);
            string export = _folder.File($"out-{page}");
            var runs = await Task.WhenAll(RunAsync("verify"), RunAsync("show", "3"), RunAsync("export", "--out", export));
            Assert.Equal(1, runs[0].ExitCode);
            Assert.All(runs, run => Assert.Contains(run.ExitCode, new[] { 0, 1, 65, 66 }));
            Assert.All(runs, run => Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal));
        }
    }

    // A stranger with nothing but the export computes every hash again.
    private static void AssertChained(string export, byte[] epoch)
    {
        byte[] hash = EntryHash.Genesis(epoch);
        long seq = 0;
        foreach (string line in File.ReadLines(export))
        {
            var entry = JsonDocument.Parse(line).RootElement;
            var header = new EntryHeader(++seq, entry.GetProperty("at_us").GetInt64(),
                entry.GetProperty("clock").GetString() == "trusted" ? 2 : 1, entry.GetProperty("kind").GetString()!,
                entry.GetProperty("register").GetInt32(), entry.GetProperty("employee").GetString()!);
            hash = EntryHash.Of(hash, header, entry.GetProperty("body").GetBytesFromBase64());
            Assert.Equal(Convert.ToHexStringLower(hash), entry.GetProperty("hash").GetString());
        }

        Assert.True(seq > 1);
    }

    private Task<(int ExitCode, string Output)> RunAsync(params string[] verb) => RunOnAsync(Ledger, verb);

    private static async Task<(int ExitCode, string Output)> RunOnAsync(string ledger, params string[] verb)
    {
        var (code, output) = await ProgramRun.ToEndAsync(Programs.Edgeposctl, "", ["ledger", .. verb, "--ledger", ledger]);
        return (code, output.TrimEnd() + "\n");
    }
}
