"""The permission table of the process, as data. `test_process_table.py` generates a test from every cell.

Y yes · O own city · A assigned · C only without conflict · R read · a dash: no. Objects belong to city A.
"""

COLUMNS = ("visitor", "resident", "EA", "EB", "PA", "RV", "DE", "AD")
ROLES = (*COLUMNS, "PM")

# A panel member is no staff: a resident with a seat in one case. Here is what the seat changes, per case and without
# conflict; every other cell of their column is the resident's.
PANEL = {
    "see a submitted version": "AC",
    "download confidential evidence": "AC",
    "answer a criterion in a panel": "AC",
    "write a finding": "AC",
    "agree that the findings go out": "AC",
    "look again at a finding": "AC",
}

TABLE = """
see the public record                     | Y | Y | Y | Y | Y | Y | Y | Y
ask to join                               | - | Y | Y | Y | Y | - | - | -
assign a request to join                  | - | - | - | - | - | - | C | -
verify a request to join                  | - | - | - | - | - | C | C | Y
edit the city's profile                   | - | - | O | - | O | - | - | Y
put the profile into another language     | - | - | O | - | O | - | - | Y
publish a translation of the profile      | - | - | - | - | O | - | - | Y
take a profile's translation back         | - | - | - | - | O | - | - | Y
list members                              | - | - | O | - | O | - | R | Y
invite an editor                          | - | - | - | - | O | - | - | Y
appoint an approver                       | - | - | - | - | O | - | - | Y
see a draft                               | - | - | O | - | O | - | - | -
edit a draft                              | - | - | O | - | O | - | - | -
delete a draft                            | - | - | O | - | O | - | - | -
sign off and submit                       | - | - | - | - | O | - | - | -
ask the mayor to sign                     | - | - | O | - | O | - | - | -
confirm the mayor's address               | - | - | - | - | O | - | - | -
sign with the mayor's link                | Y | Y | - | Y | - | Y | Y | Y
hand in a mandate                         | - | - | - | - | O | - | - | -
verify a mandate                          | - | - | - | - | - | C | C | Y
re-affirm with the mayor's link           | Y | Y | - | Y | - | Y | Y | Y
take the hand-over pack                   | - | - | - | - | O | - | - | -
hand over the own post                    | - | - | - | - | O | - | - | -
see a submitted version                   | - | - | O | - | O | C | C | R
edit a submitted version                  | - | - | - | - | - | - | - | -
claim a version                           | - | - | - | - | - | C | C | -
assign a version                          | - | - | - | - | - | - | C | -
assign a version to somebody else         | - | - | - | - | - | - | C | -
return a version                          | - | - | - | - | - | AC | C | -
ask the city about a version              | - | - | - | - | - | AC | C | -
answer the office                         | - | - | O | - | O | - | - | -
write an internal note                    | - | - | - | - | - | C | C | -
read an internal note                     | - | - | - | - | - | C | C | -
propose to refuse a version               | - | - | - | - | - | AC | C | -
refuse a version as the second            | - | - | - | - | - | C | C | -
publish a version                         | - | - | - | - | - | AC | C | -
withdraw a commitment                     | - | - | - | - | O | - | - | -
put a public text into another language   | - | - | O | - | O | - | - | -
publish a translation                     | - | - | - | - | O | - | - | -
take a translation back                   | - | - | - | - | O | - | - | -
close a commitment                        | - | - | - | - | O | - | - | -
confirm that all is still right           | - | - | O | - | O | - | - | -
ask for more time for a report            | - | - | O | - | O | - | - | -
add a progress report                     | - | - | O | - | O | - | - | -
add evidence                              | - | - | O | - | O | - | - | -
download confidential evidence            | - | - | O | - | O | AC | C | -
make a statement                          | - | Y | - | - | - | - | - | -
follow something by e-mail                | Y | Y | Y | Y | Y | Y | Y | Y
see what is followed                      | - | - | - | - | - | - | - | R
assign a statement                        | - | - | - | - | - | - | C | -
moderate a statement                      | - | - | - | - | - | C | C | -
speak on a label application              | - | Y | - | - | - | - | - | -
moderate a statement on an application    | - | - | - | - | - | C | C | -
reply to a statement                      | - | - | O | - | O | - | - | -
countersign a soft conflict               | - | - | - | - | - | - | C | -
declare a conflict                        | - | - | - | - | - | Y | Y | -
edit a label application                  | - | - | O | - | O | - | - | -
submit a label application                | - | - | - | - | O | - | - | -
write a self-assessment                   | - | - | O | - | O | - | - | -
open or close its survey                  | - | - | - | - | O | - | - | -
answer its survey by the link             | Y | Y | Y | Y | Y | Y | Y | Y
keep the usual powers of cities           | - | - | - | - | - | - | - | Y
take more time for a label deadline       | - | - | - | - | O | - | - | -
send a label application back             | - | - | - | - | - | C | C | -
say whether it is admissible              | - | - | - | - | - | C | C | -
admit a label application                 | - | - | - | - | - | C | C | -
copy the rules of the label               | - | - | - | - | - | - | - | Y
change the rules of the label             | - | - | - | - | - | - | - | Y
assign a label application                | - | - | - | - | - | - | C | -
propose a label decision                  | - | - | - | - | - | C | C | -
sign a label decision first               | - | - | - | - | - | - | C | -
sign a label decision second              | - | - | - | - | - | - | C | -
propose to suspend a label                | - | - | - | - | - | - | C | -
suspend a label as the second             | - | - | - | - | - | - | C | -
ask to give the label back                | - | - | - | - | O | - | - | -
make sure that a label is given back      | - | - | - | - | - | - | C | -
answer before a label is revoked          | - | - | - | - | O | - | - | -
answer a criterion in a panel             | - | - | - | - | - | - | - | -
see another's answer before the own       | - | - | - | - | - | - | - | -
write a finding                           | - | - | - | - | - | - | - | -
agree that the findings go out            | - | - | - | - | - | - | - | -
reply to a finding                        | - | - | O | - | O | - | - | -
send the reply to the findings            | - | - | - | - | O | - | - | -
look again at a finding                   | - | - | - | - | - | - | - | -
read a concern first                      | - | - | - | - | - | C | C | -
answer a concern                          | - | - | - | - | O | - | - | -
conclude a concern                        | - | - | - | - | - | - | C | -
lodge an appeal                           | - | - | - | - | O | - | - | -
name who hears an appeal                  | - | - | - | - | - | - | - | Y
give roles of the office                  | - | - | - | - | - | - | - | Y
read the audit log                        | - | - | - | - | - | - | R | R
read the city's audit log                 | - | - | - | - | O | - | - | -
change the audit log                      | - | - | - | - | - | - | - | -
"""


def rows() -> dict[str, dict[str, str]]:
    """Return act -> role -> cell."""
    table = {}
    for line in TABLE.strip().splitlines():
        act, *cells = (part.strip() for part in line.split("|"))
        table[act] = dict(zip(COLUMNS, cells, strict=True))
        table[act]["PM"] = PANEL.get(act, table[act]["resident"])
    return table
