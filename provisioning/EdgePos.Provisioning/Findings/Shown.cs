using System.Globalization;

namespace EdgePos.Provisioning;

/// <summary>Sizes and times as a technician reads them.</summary>
internal static class Shown
{
    /// <summary>Bytes, in units of a thousand.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1_000_000 => $"{bytes / 1_000} kB",
        < 10_000_000_000 => $"{bytes / 1_000_000} MB",
        _ => $"{Text(bytes / 1e9, "0.0")} GB",
    };

    /// <summary>A span of time, in its two largest units.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => $"{Math.Max(0, (long)span.TotalSeconds)} s",
        { TotalHours: < 1 } => $"{(int)span.TotalMinutes} min",
        { TotalDays: < 1 } => $"{(int)span.TotalHours} h {span.Minutes} min",
        { TotalDays: < 366 } => $"{(int)span.TotalDays} d {span.Hours} h",
        _ => $"{(int)(span.TotalDays / 365)} years",
    };

    /// <summary>A moment, in UTC.</summary>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>A day, in UTC.</summary>
    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The last day of a certificate, which may be made for ever.</summary>
    public static string End(DateTimeOffset at) => at.UtcDateTime.Year == DateTime.MaxValue.Year ? "no end" : Day(at);

    /// <summary>A moment of the wire.</summary>
    /// <param name="us">Microseconds since 1970-01-01 UTC; anything may come over the wire.</param>
    public static DateTimeOffset Time(long us) =>
        DateTimeOffset.UnixEpoch.AddMicroseconds(Math.Clamp(us, 0, 253_402_300_799_000_000));

    /// <summary>A number, with a decimal point wherever the technician comes from.</summary>
    public static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>So many of something.</summary>
    public static string Count(long number, string one, string many) => $"{number} {(number == 1 ? one : many)}";
}
