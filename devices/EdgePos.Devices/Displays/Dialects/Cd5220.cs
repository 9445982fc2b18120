namespace EdgePos.Devices;

/// <summary>
/// CD5220, what most two-line displays are delivered with; 9600 8N1. Source: Partner Tech, CD5220 User's Manual, "CD5220 standard mode
/// command list": ESC @ initialises, CLR clears, ESC Q A text CR and ESC Q B text CR write the upper and the lower line and clear the
/// rest of it. While these are in use nothing but the two of them, CLR and CAN is understood, so the table (ESC t n) is chosen before.
/// </summary>
internal sealed class Cd5220(DisplaySettings settings) : DisplayDialect
{
    private readonly DisplayLetters _letters = new(settings.Pages.Take(1));

    // A display whose cable was cut in the middle of a line takes everything for text until that line is ended.
    public override byte[] Begin() => Wrap([Cr, Clr, Esc, (byte)'@', Esc, (byte)'t', settings.Pages[0].Number], settings);

    public override byte[] Show(DisplayLines lines) => Wrap([.. Line('A', lines.Upper), .. Line('B', lines.Lower)], settings);

    private byte[] Line(char which, string text) =>
        [Esc, (byte)'Q', (byte)which, .. Fit(text, settings.Columns).Select(letter => _letters.Of(letter).Code), Cr];
}
