namespace EdgePos.Devices;

/// <summary>The dialects there are.</summary>
internal static class PrinterDialects
{
    public static PrintBytes Encode(PrintDocument document, PrinterProfile profile) => profile.Dialect switch
    {
        PrinterDialect.EscPos => EscPosEncoder.Encode(document, profile),
        PrinterDialect.StarLine => StarEncoder.Encode(document, profile),
    };

    /// <param name="firstJob">0 to 9999: where job numbers begin.</param>
    public static PrinterTalk Talk(IDeviceLink link, PrinterProfile profile, TimeProvider time, int firstJob) => profile.Dialect switch
    {
        PrinterDialect.EscPos => new EscPosTalk(link, profile, time, firstJob),
        PrinterDialect.StarLine => new StarTalk(link, time),
    };

    public static byte[] Kick(PrinterProfile profile, DrawerPulse pulse) =>
        Talk(new NoLink(), profile, TimeProvider.System, 0).Kick(pulse, atOnce: false);
}

/// <summary>What a printer can do beyond text, for people and registers.</summary>
internal static class PrinterCapabilities
{
    public static IReadOnlyList<string> Of(PrinterProfile profile) =>
    [
        "cut", "drawer", "barcode", "qr", "image",
        .. profile.AnswersStatus ? ["status", "proof", "drawer-sensor"] : Array.Empty<string>(),
        .. profile.TellsByItself ? ["events"] : Array.Empty<string>(),
        .. profile.OpensDrawerAtOnce ? ["drawer-without-paper"] : Array.Empty<string>(),
    ];
}
