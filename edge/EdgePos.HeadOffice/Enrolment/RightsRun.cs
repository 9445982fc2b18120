namespace EdgePos.HeadOffice;

/// <summary>
/// Writes who may do what at the broker, in the words of Mosquitto and VerneMQ, for all boxes that have a certificate or may get one.
/// </summary>
internal sealed class RightsRun(Books books, string tenant, TextWriter output)
{
    /// <summary>Runs it. Gives an exit code.</summary>
    /// <param name="nowUs">Claims that are over by then say nothing.</param>
    public int Run(long nowUs)
    {
        output.WriteLine($"""
            # Of {tenant}: edgepos-headoffice rights. The broker takes the common name of a certificate for the name of who shows it.
            user {tenant}.headoffice
            topic readwrite edgepos/v1/{tenant}/#
            """);
        var enrolments = new EnrolmentBooks(books.Store);
        foreach (var box in enrolments.Certificates(tenant).Select(one => one.Box).Concat(enrolments.Named(tenant, nowUs)).Distinct()
            .OrderBy(box => box.Store, StringComparer.Ordinal).ThenBy(box => box.Box, StringComparer.Ordinal))
            Write(box);
        // What has no user before it stands for everybody, with their own name in it: a claim's certificate opens this and nothing else.
        output.WriteLine($"""

            pattern write edgepos/v1/{tenant}/enrol/%u/request
            pattern read edgepos/v1/{tenant}/enrol/%u/reply/+
            """);
        output.WriteLine(); // VerneMQ wants an empty line at the end
        return ExitCodes.Ok;
    }

    private void Write(BoxName box)
    {
        string own = $"edgepos/v1/{tenant}/{box.Store}/{box.Box}";
        output.WriteLine($"""

            user {EnrolmentDesk.NameOf(box)}
            topic write {own}/state
            topic write {own}/journal/+
            topic write {own}/live/+
            topic write {own}/fetch
            topic write {own}/ask
            topic write {own}/renew
            topic write {own}/help/+
            topic read {own}/answer
            topic read {own}/confirmed
            topic read {own}/resend
            topic read {own}/renewed
            topic read {own}/command
            topic read edgepos/v1/{tenant}/{box.Store}/data/#
            topic read edgepos/v1/{tenant}/headoffice/state
            """);
    }
}
