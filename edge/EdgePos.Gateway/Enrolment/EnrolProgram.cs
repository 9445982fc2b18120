using System.Globalization;
using System.Security.Cryptography;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Relay;
using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>
/// `edgepos-gateway enrol --data-folder FOLDER [--machine NAME]`: makes the machine a box of head office's, by the claim that comes in.
/// After a line with nothing but a full stop it ends when its input does: who has started it is gone. A running daemon is not disturbed; it
/// takes the new settings at its next start. What happens comes out, a line each:
/// a word, a tab, and what it is: `step` SENTENCE, `code` CODE, `clock` SECONDS (that the machine's clock is behind), `set` NAME=VALUE,
/// `refused` CODE, a tab, SENTENCE.
/// </summary>
internal static class EnrolProgram
{
    /// <summary>Runs it; gives the exit code: 0, 65 refused, 69 the folder is in use or cannot be written.</summary>
    /// <exception cref="LedgerFault">The data folder cannot be used.</exception>
    public static async Task<int> RunAsync(string[] args, TextReader input, TextWriter output)
    {
        var order = new ConfigurationBuilder().AddCommandLine(args).Build();
        string folder = order["data-folder"] is { Length: > 0 } named ? named : "/var/lib/edgepos";
        using var stop = new CancellationTokenSource();
        using var end = System.Runtime.InteropServices.PosixSignalRegistration.Create(
            System.Runtime.InteropServices.PosixSignal.SIGTERM, signal =>
            {
                signal.Cancel = true;
                stop.Cancel();
            });
        try
        {
            var claim = ClaimText.Read(await ReadAsync(input, stop));
            var ledger = LedgerThere(folder);
            CheckIsOurs(ledger, new BoxIdentity(claim.Tenant, claim.Store, claim.Box));
            var files = new BrokerFiles(folder);
            Directory.CreateDirectory(folder);
            using var key = files.EnrolKey();
            var enrolment = new Relay.Enrolment(claim, key,
                new MachineFacts(order["machine"] ?? "", BoxService.Version, ledger is not null), TimeProvider.System,
                new Random(RandomNumberGenerator.GetInt32(int.MaxValue)),
                words => Tell(output, "step", words), code => Tell(output, "code", code));
            var box = await enrolment.RunAsync(stop.Token);
            Take(folder, files, claim, key, box, ledger, output);
            return ExitCodes.Ok;
        }
        catch (InvalidDataException damaged)
        {
            return Refuse(output, "ENROLMENT_DAMAGED", damaged.Message);
        }
        catch (EnrolmentRefused refused)
        {
            return Refuse(output, refused.Code, refused.Message);
        }
        catch (UnauthorizedAccessException fault)
        {
            return Refuse(output, "NOT_ALLOWED", $"{fault.Message} The daemon's user must be able to write there.");
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Unavailable;
        }
    }

    // Files first, settings last: cut off anywhere, asking again with the same claim mends it.
    private static void Take(string folder, BrokerFiles files, EnrolmentClaim claim, ECDsa key, BoxEnrolled box, BoxIdentity? ledger,
        TextWriter output)
    {
        var identity = new BoxIdentity(claim.Tenant, box.Enrolled.Store, box.Enrolled.Box);
        CheckIsOurs(ledger, identity);
        using var certificate = CertificateRenewing.CertificateOf(box.Enrolled, key)
            ?? throw new EnrolmentRefused(
                "REQUEST_INVALID", "What head office sent is no certificate for this machine's key: start again.");
        if (ledger is null && box.Before is { } before)
            Begin(folder, identity, before, output);
        files.Keep(claim);
        files.Keep(certificate, key);
        Tell(output, "clock", ((long)box.HeadOfficeAheadBy.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        string[] own =
        [
            $"Store:Tenant={identity.Tenant}", $"Store:Code={identity.Store}", $"Store:Box={identity.Box}",
            $"Relay:BrokerHost={box.Broker.Host}", $"Relay:BrokerPort={box.Broker.Port}", $"Relay:RootFile={files.RootFile}",
            $"Relay:CertificateFile={files.BoxFile}", $"Relay:KeyFile={files.BoxFile}",
            $"Relay:HeadOfficeKeyFile={files.HeadOfficeKeyFile}",
            $"Relay:HelpRootFile={(claim.HelpRoots.Count > 0 ? files.HelpRootFile : "")}",
        ];
        Tell(output, "set", $"Store:Name={identity.Store}"); // unless head office says better
        foreach (string setting in box.Enrolled.Settings.Select(one => $"{one.Name}={one.Value}").Concat(own))
            Tell(output, "set", setting);
        string until = certificate.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Tell(output, "step", $"{identity.Store}/{identity.Box} of {identity.Tenant}, certificate until {until}");
    }

    private static void Begin(string folder, BoxIdentity identity, LedgerBefore before, TextWriter output)
    {
        using var held = DataFolder.Open(folder);
        using var key = BoxKey.OpenOrMake(held.KeyFile);
        NewEpoch.BeginAfter(held.LedgerFile, new LedgerSetup(
            identity, key, TimeProvider.System, () => RandomNumberGenerator.GetBytes(EntryHash.EpochSize))
        {
            ClockIsSet = () => false, // nobody has asked what vouches for it
        }, before);
        Tell(output, "step", string.Create(CultureInfo.InvariantCulture, $"a new ledger, after the one that ended at entry {before.Seq}: "
            + $"stock of {before.Stock.Count} items and {before.GiftCards.Count} gift cards taken over; receipt numbers go on far beyond"));
    }

    private static BoxIdentity? LedgerThere(string folder) =>
        Path.Combine(folder, "ledger.db") is var file && File.Exists(file) ? new LedgerReader(file).Identity() : null;

    private static void CheckIsOurs(BoxIdentity? ledger, BoxIdentity box)
    {
        if (ledger is null || ledger == box || (box.Store.Length == 0 && ledger.Tenant == box.Tenant))
            return;
        throw new EnrolmentRefused("ENROLMENT_OTHER_BOX",
            $"The enrolment is for {NameOf(box)}, and this machine has the ledger of {NameOf(ledger)}. Is it the right file? "
            + "A machine that is to be another box needs an empty data folder: keep the old one, it holds sales.");
    }

    private static string NameOf(BoxIdentity box) => $"{box.Tenant}/{(box.Store.Length > 0 ? $"{box.Store}/{box.Box}" : "any store")}";

    private static async Task<string> ReadAsync(TextReader input, CancellationTokenSource stop)
    {
        var text = new System.Text.StringBuilder();
        while (text.Length <= ClaimText.MaxChars && await input.ReadLineAsync() is { } line)
        {
            if (line == ".")
            {
                _ = Task.Run(async () =>
                {
                    while (await input.ReadLineAsync() is not null)
                    {
                    }

                    await stop.CancelAsync();
                }, CancellationToken.None);
                break;
            }

            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static int Refuse(TextWriter output, string code, string sentence)
    {
        Tell(output, "refused", $"{code}\t{sentence}");
        return ExitCodes.Damaged;
    }

    private static void Tell(TextWriter output, string word, string what)
    {
        output.WriteLine($"{word}\t{what.ReplaceLineEndings(" ")}");
        output.Flush();
    }
}
