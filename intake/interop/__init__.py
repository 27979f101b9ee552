"""The questionnaire as a form of ODK and KoboToolbox (XLSForm), and their submissions read back as answers."""
