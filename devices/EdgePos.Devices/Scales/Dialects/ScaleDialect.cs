namespace EdgePos.Devices;

/// <summary>What can be done to a scale besides weighing.</summary>
internal enum ScaleCommand
{
    Zero,
    Tare,
    ClearTare,
}

/// <summary>A protocol of scales. It asks and understands; what may be sold is not its business.</summary>
internal abstract class ScaleDialect
{
    /// <summary>Bytes of ASCII that protocols have names for.</summary>
    protected const byte Soh = 0x01, Stx = 0x02, Etx = 0x03, Eot = 0x04, Enq = 0x05, Ack = 0x06, Lf = 0x0A, Cr = 0x0D, Dc1 = 0x11,
        Nak = 0x15, Esc = 0x1B;

    /// <summary>It may be looked at now and then; false: a look would change what the next weighing says.</summary>
    public virtual bool CanBeWatched => true;

    /// <summary>It sends by itself, many times a second.</summary>
    public virtual bool SendsByItself => false;

    /// <summary>It answers nothing at all when it is empty, so that silence says nothing of the link.</summary>
    public virtual bool IsSilentWhenEmpty => false;

    /// <summary>What it can do besides weighing.</summary>
    public virtual IReadOnlyList<ScaleCommand> Commands => [];

    /// <summary>Asks for the weight.</summary>
    /// <exception cref="IOException">The link broke.</exception>
    public abstract Task<ScaleReading> ReadAsync(ScaleLine line, WeighRequest request, CancellationToken stop);

    /// <summary>Looks at the scale without weighing.</summary>
    /// <exception cref="IOException">The link broke.</exception>
    public virtual Task<ScaleReading> LookAsync(ScaleLine line, CancellationToken stop) => ReadAsync(line, new WeighRequest(), stop);

    /// <summary>Does something; the answer says whether it did.</summary>
    /// <exception cref="IOException">The link broke.</exception>
    public virtual Task<bool> DoAsync(ScaleLine line, ScaleCommand command, CancellationToken stop) => Task.FromResult(false);

    /// <summary>The dialect of a name; null: there is none.</summary>
    public static ScaleDialect? Find(string name, ScaleSettings settings, Random random) => name switch
    {
        "toledo-8217" => new Toledo8217(),
        "nci" => new Nci(),
        "cas" => new CasAsked(),
        "cas-stream" => new CasStream(),
        "mt-sics" => new MtSics(),
        "adam" => new Adam(),
        "dialog06" => new Dialog06(settings.Dialog06Key, random),
        _ => null,
    };

    /// <summary>No answer: nothing came.</summary>
    protected static ScaleReading Nothing { get; } = ScaleReading.No(WeighHindrance.Offline, "it does not answer");

    /// <summary>An answer that ends with a byte.</summary>
    protected static Func<byte[], int> EndsWith(byte end) => bytes => Array.IndexOf(bytes, end) + 1;

    /// <summary>The text of bytes that are all ASCII, else null.</summary>
    protected static string? Text(ReadOnlySpan<byte> bytes) =>
        System.Text.Ascii.IsValid(bytes) ? System.Text.Encoding.ASCII.GetString(bytes) : null;
}
