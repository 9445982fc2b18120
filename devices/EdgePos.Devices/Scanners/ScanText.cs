using System.Text;

namespace EdgePos.Devices;

/// <summary>
/// Puts codes together from characters: up to Enter, line feed, tab or ETX, or a pause; STX begins one. What holds a character
/// that no code of a shop has, or is too long, is lost as a whole: the rest of it would be another article's code.
/// </summary>
internal sealed class ScanText(ScannerSettings settings, bool sendsSuffix)
{
    /// <summary>Stands for a key or a byte that makes no character.</summary>
    public const char NoCharacter = '\uFFFD';

    private const char Stx = '\u0002', Etx = '\u0003', Gs = '\u001D';
    private const int AimLength = 3;
    private const string Stripe = "it is the stripe of a payment card, which the box does not take; cards pay at the terminal";

    private readonly StringBuilder _text = new();
    private string _lost = "";

    /// <summary>True once a code ended with a suffix, or where that was known.</summary>
    public bool SendsSuffix { get; private set; } = sendsSuffix;

    /// <summary>True while a code has begun and not ended.</summary>
    public bool IsWithin => _text.Length > 0 || _lost.Length > 0;

    /// <summary>The next character.</summary>
    public void Add(char next, List<ScanOutcome> outcomes)
    {
        switch (next)
        {
            case '\r' or '\n' or '\t' or Etx:
                SendsSuffix |= IsWithin;
                End(outcomes);
                break;
            case Stx:
                Lose("the next one began before it had ended", outcomes);
                break;
            case Gs or (>= ' ' and <= '~') when _lost.Length == 0 && _text.Length < settings.LengthMax:
                _text.Append(next);
                break;
            case Gs or (>= ' ' and <= '~'):
                Spoil($"it is longer than {settings.LengthMax} characters");
                break;
            default:
                Spoil(next == NoCharacter ? "a key or byte in it makes no character" : $"no code has the character U+{(int)next:X4}");
                break;
        }
    }

    /// <summary>Nothing more has come for a while.</summary>
    public void Pause(List<ScanOutcome> outcomes)
    {
        bool isWhole = settings.End == ScanEnd.Pause || (settings.End == ScanEnd.SuffixOrPause && !SendsSuffix);
        if (!isWhole)
            Spoil("it broke off in the middle");
        End(outcomes);
    }

    /// <summary>Gives up what has begun; the rest of it is lost too, up to its end.</summary>
    /// <param name="reason">Why.</param>
    public void Spoil(string reason)
    {
        if (_lost.Length == 0)
            _lost = reason;
        _text.Clear();
    }

    private void Lose(string reason, List<ScanOutcome> outcomes)
    {
        if (!IsWithin)
            return;
        Spoil(reason);
        End(outcomes);
    }

    private void End(List<ScanOutcome> outcomes)
    {
        string text = _text.ToString();
        if (_lost.Length > 0)
            outcomes.Add(new ScanOutcome(null, _lost));
        else if (CardStripe.IsIn(text))
            outcomes.Add(new ScanOutcome(null, Stripe));
        else if (text.Length > 0)
            outcomes.Add(new ScanOutcome(Split(text)));
        _text.Clear();
        _lost = "";
    }

    // ISO/IEC 15424: a bracket, a letter for the kind of code, a digit or letter for what was done with it. It is split off once,
    // so that a code whose own text begins like one is not taken for another kind where the scanner sends identifiers.
    private static Scanned Split(string text) =>
        text.Length > AimLength && text[0] == ']' && char.IsAsciiLetter(text[1]) && char.IsAsciiLetterOrDigit(text[2])
            ? new Scanned(text[AimLength..], text[..AimLength])
            : new Scanned(text, "");
}
