using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using EdgePos.HeadOffice.V1;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.HeadOffice;

/// <summary>What is asked for when a box is to be set up.</summary>
/// <param name="Box">STORE/BOX; empty: boxes that head office adopts.</param>
/// <param name="Brokers">HOST:PORT each, as boxes reach them.</param>
/// <param name="BrokerRootFile">PEM; empty: head office's own root for boxes vouches for the broker too.</param>
/// <param name="HelpRootFile">PEM; empty: no remote help.</param>
/// <param name="Settings">NAME=VALUE each.</param>
/// <param name="Valid">For how long.</param>
/// <param name="Replaces">True: another machine may have the name.</param>
/// <param name="File">Where to write it; empty: to the output.</param>
internal sealed record EnrolOrder(string Box, IReadOnlyList<string> Brokers, string BrokerRootFile, string HelpRootFile,
    IReadOnlyList<string> Settings, TimeSpan Valid, bool Replaces, string File);

/// <summary>Makes claims, and adopts boxes that wait.</summary>
internal sealed partial class EnrolRun(Books books, HeadOfficeOptions options, TextWriter output, TimeProvider time)
{
    private const int BrokersMost = 5, ClaimBytes = 10;

    private readonly EnrolmentBooks _enrolments = new(books.Store);

    /// <summary>Makes a claim. Gives an exit code.</summary>
    /// <exception cref="VerbFault">Something of it is not what it must be; nothing was made.</exception>
    public int Make(EnrolOrder order)
    {
        var placing = order.Box.Length > 0 ? PlacingOf(order.Box, order.Settings, order.Replaces)
            : new Placing("", "", [.. order.Settings.Select(SettingOf)], Replaces: false);
        if (placing is { IsKnown: true, Replaces: false }
            && _enrolments.Certificate(new BoxName(options.Tenant, placing.Store, placing.Box)) is { } kept)
        {
            throw new VerbFault(ExitCodes.DamagedData, $"{order.Box} is a machine already ({kept.Machine}). Where another takes its place: "
                + "--replace; where it is to be one more, give it a name of its own");
        }

        if (order.Brokers.Count is 0 or > BrokersMost)
            throw new VerbFault(ExitCodes.Usage, $"name one to {BrokersMost} brokers: --broker HOST:PORT, as the box reaches them");
        if (placing.IsKnown)
            CheckCurrency(order.Settings);
        var now = time.GetUtcNow();
        using var authority = BoxesAuthority.OpenOrMake(options.DataFolder, options.Tenant, time);
        using var signing = SigningKey.OpenOrMake(options.DataFolder);
        string name = $"enrol-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ClaimBytes))}";
        var (certificate, key) = authority.IssueWithKey(name, CertificateUse.Client, now, now + order.Valid, []);
        using (certificate)
        using (key)
        {
            var claim = new EnrolmentClaim
            {
                Tenant = options.Tenant,
                Store = placing.Store,
                Box = placing.Box,
                Claim = name,
                Brokers = { order.Brokers.Select(BrokerOf) },
                BrokerRoots = { order.BrokerRootFile.Length > 0 ? RootsIn(order.BrokerRootFile)
                    : [ByteString.CopyFrom(authority.Root.RawData)] },
                Certificate = ByteString.CopyFrom(certificate.RawData),
                Key = ByteString.CopyFrom(key.ExportPkcs8PrivateKey()),
                IssuedUs = now.ToUs(),
                ValidUntilUs = (now + order.Valid).ToUs(),
                HeadOfficeKey = ByteString.CopyFrom(signing.ExportSubjectPublicKeyInfo()),
                HelpRoots = { order.HelpRootFile.Length > 0 ? RootsIn(order.HelpRootFile) : [] },
            };
            _enrolments.Add(options.Tenant, new ClaimRow(name, placing, claim.ValidUntilUs, Device: ""));
            Write(order, claim, now + order.Valid);
        }

        return ExitCodes.Ok;
    }

    /// <summary>Shows the boxes that wait. Gives an exit code.</summary>
    public int ShowWaiting()
    {
        var waiting = _enrolments.Waiting(options.Tenant);
        foreach (var box in waiting)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{box.Code}  {Words(box.Machine)}, version {Words(box.Version)}, "
                + $"asked {Math.Max(0, time.NowUs() - box.SeenUs) / 1_000_000} s ago"));
        }

        if (waiting.Count == 0)
            output.WriteLine("No box waits to be adopted.");
        return ExitCodes.Ok;
    }

    /// <summary>Says which box a machine is that waits. Gives an exit code.</summary>
    /// <param name="code">What the machine shows.</param>
    /// <exception cref="VerbFault">None shows it, or the name is taken.</exception>
    public int Adopt(string code, string box, IReadOnlyList<string> settings, bool replaces)
    {
        var placing = PlacingOf(box, settings, replaces);
        if (!replaces && _enrolments.Certificate(new BoxName(options.Tenant, placing.Store, placing.Box)) is { } kept)
        {
            throw new VerbFault(
                ExitCodes.DamagedData, $"{box} is a machine already ({kept.Machine}). Where this one takes its place: --replace");
        }

        CheckCurrency(settings);
        if (!_enrolments.Adopt(options.Tenant, EnrolmentSignature.Tidy(code), placing))
        {
            throw new VerbFault(ExitCodes.DamagedData, $"no box that waits shows {EnrolmentSignature.Tidy(code)}. It changes every ten "
                + "minutes: read it off again. Without a code, `adopt` says who waits");
        }

        output.WriteLine($"{box} is adopted: it hears of it within half a minute.");
        return ExitCodes.Ok;
    }

    // The one setting that a box cannot do without and nobody can guess.
    private static void CheckCurrency(IReadOnlyList<string> settings)
    {
        if (!settings.Any(one => one.StartsWith("Store:Currency=", StringComparison.OrdinalIgnoreCase)))
            throw new VerbFault(ExitCodes.Usage, "in which currency does the store sell? --set Store:Currency=EUR");
    }

    private static Placing PlacingOf(string name, IReadOnlyList<string> settings, bool replaces) =>
        name.Split('/') is [var store, var box] && BoxCode().IsMatch(store) && BoxCode().IsMatch(box)
            ? new Placing(store, box, [.. settings.Select(SettingOf)], replaces)
            : throw new VerbFault(ExitCodes.Usage, $"'{name}' is not STORE/BOX: letters, digits, - and _");

    private static BoxSetting SettingOf(string text) => SettingText().Match(text) is { Success: true } read
        ? new BoxSetting { Name = read.Groups[1].Value, Value = read.Groups[2].Value }
        : throw new VerbFault(ExitCodes.Usage, $"'{text}' is no setting; one is Store:Currency=EUR");

    private static BrokerPlace BrokerOf(string text) =>
        text.LastIndexOf(':') is > 0 and var at
        && int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and < 65536
            ? new BrokerPlace { Host = text[..at].Trim('[', ']'), Port = port }
            : throw new VerbFault(ExitCodes.Usage, $"'{text}' is not HOST:PORT");

    private static IEnumerable<ByteString> RootsIn(string file)
    {
        try
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(file);
            return roots.Count > 0 ? roots.Select(root => ByteString.CopyFrom(root.RawData))
                : throw new VerbFault(ExitCodes.DamagedData, $"{file} has no certificate");
        }
        catch (Exception wrong) when (wrong is IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw new VerbFault(ExitCodes.NoInput, $"{file} cannot be read: {wrong.Message}");
        }
    }

    private void Write(EnrolOrder order, EnrolmentClaim claim, DateTimeOffset until)
    {
        string what = order.Box.Length > 0 ? $"the box {order.Box} of {options.Tenant}, once" : $"one that {options.Tenant} can adopt";
        string text = string.Create(CultureInfo.InvariantCulture, $"""
            # EdgePos: makes a machine {what}.
            # Keep it like a key. Valid until {until:yyyy-MM-dd HH:mm} UTC. At the box: edgeposctl enrol FILE
            {ClaimText.Of(claim)}

            """);
        if (order.File.Length == 0)
        {
            output.Write(text);
            return;
        }

        try
        {
            using var to = new FileStream(order.File,
                new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = KeyFile.OwnerAlone });
            to.Write(System.Text.Encoding.UTF8.GetBytes(text));
            to.Flush(flushToDisk: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new VerbFault(ExitCodes.NoInput, $"{order.File} cannot be written: {fault.Message}");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{order.File}: for {(order.Box.Length > 0 ? $"{order.Box}, once" : "boxes to adopt")}, until {until:yyyy-MM-dd HH:mm} UTC."));
    }

    private static string Words(string text) => text.Length == 0 ? "(says nothing)" : text;

    // What can stand in a topic, in the name of a certificate with dots between, and in a file of rights.
    [GeneratedRegex("^[A-Za-z0-9_-]{1,40}$")]
    private static partial Regex BoxCode();

    [GeneratedRegex("^([A-Za-z][A-Za-z0-9]*(?::[A-Za-z0-9_.-]+)+)=([^\\x00-\\x1f]{0,500})$")]
    private static partial Regex SettingText();
}
